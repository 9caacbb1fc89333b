import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import type { SaleCommand, SaleRefusal } from "./decide-sale.ts";
import {
  type ImportOptions,
  type ImportOutcome,
  importReceipts,
} from "./import/import-receipts.ts";
import type { Context } from "./needs.ts";
import { type RecordedSale, recordSale } from "./record-sale.ts";
import { earningEndpoints } from "./routes.ts";
import { countSales } from "./sale.store.ts";
import { rememberShopFacts } from "./shop-facts.ts";

export type { SaleCommand } from "./decide-sale.ts";
export type { ImportOptions, ImportOutcome, ImportResult } from "./import/import-receipts.ts";
export type { RecordedSale } from "./record-sale.ts";

export type Earning = {
  readonly endpoints: readonly Endpoint[];
  /** The till's own code, for whoever records sales inside the process. */
  recordSale(sql: Transaction, command: SaleCommand): Promise<Result<RecordedSale, SaleRefusal>>;
  /** How many sales a shop made since then, and the points they gave. */
  salesSince(
    sql: Sql,
    of: { shopId: string; since: Instant },
  ): Promise<{ sales: number; points: Points }>;
  /** Reads a file of receipts into a shop; see import/import-receipts.ts. */
  importReceipts(options: ImportOptions): Promise<ImportOutcome>;
};

export function createEarning(
  deps: Deps,
  others: Pick<Context, "identity" | "merchants">,
): Earning {
  const context: Context = { deps, ...others, remembered: rememberShopFacts() };
  return {
    endpoints: earningEndpoints(context),
    recordSale: (sql, command) => recordSale(context, sql, command),
    salesSince: (sql, of) => countSales(sql, of),
    importReceipts: (options) => importReceipts(context, options),
  };
}
