import type { Logger } from "pino";
import type { WalletAnswer } from "../exchange/contract.ts";
import type { Instant } from "../kernel/clock.ts";
import type { TimeZone } from "../kernel/local-day.ts";
import type { Holdings } from "../ledger/index.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { Remembered } from "../platform/facts/remember-facts.ts";

/** What the mall needs to know of a seller. */
export type SellerFacts = {
  readonly id: string;
  readonly name: string;
  readonly status: "pending" | "approved" | "suspended";
  readonly colour: string;
  readonly description: string | null;
};

/** The other modules, by what the mall asks of them. */
export type MallOthers = {
  readonly identity: {
    displayNames(sql: Sql, accountIds: readonly string[]): Promise<Map<string, string>>;
  };
  readonly merchants: {
    seller(sql: Sql, sellerId: string): Promise<SellerFacts | null>;
    sellers(sql: Sql, sellerIds: readonly string[]): Promise<Map<string, SellerFacts>>;
    readonly remembered: { readonly sellers: Remembered<SellerFacts> };
    policies(sql: Sql): Promise<{
      commissionBasisPoints: number;
      orderReturnDays: number;
      graceDays: number;
      timeZone: TimeZone;
    }>;
  };
  readonly exchange: {
    walletAnswer(sql: Sql, customerId: string): Promise<WalletAnswer>;
    walletAnswers(
      sql: Sql,
      of: { holdings: Holdings; version: FactVersion },
    ): Promise<Map<string, WalletAnswer>>;
  };
  /** Until when these sellers pay no commission. The module that knows is built after the mall. */
  commissionFreeUntil?(
    sql: Sql,
    sellerIds: readonly string[],
  ): Promise<ReadonlyMap<string, Instant>>;
};

/** What every use case of the mall works with. */
export type MallContext = Deps &
  MallOthers & {
    readonly logger: Logger;
    /** A whole number from 0 to below the limit, that nobody can foresee. */
    randomBelow(limit: number): number;
  };
