import { type Holdings, walletsIn } from "../ledger/index.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";
import type { WalletAnswer } from "./contract.ts";
import { type ConversionCommand, type ConversionOutcome, convert } from "./convert.ts";
import { forgetOldQuotes } from "./forget-old-quotes.ts";
import { readWallet, walletsFrom } from "./read-wallet.ts";
import { rememberRatios } from "./remember-ratios.ts";
import { exchangeEndpoints } from "./routes.ts";

export type { WalletAnswer } from "./contract.ts";

export type Exchange = {
  readonly endpoints: readonly Endpoint[];
  /** The customer's wallet as `GET /me/wallet` answers it, within the caller's transaction if it is one. */
  walletAnswer(sql: Sql, customerId: string): Promise<WalletAnswer>;
  /** The same of customers whose holdings are known, by customer. */
  walletAnswers(
    sql: Sql,
    of: { holdings: Holdings; version: FactVersion },
  ): Promise<Map<string, WalletAnswer>>;
  /** Carries out a quote, as `POST /me/conversions` does; refusals as there. */
  convert(sql: Transaction, command: ConversionCommand): Promise<ConversionOutcome>;
  /** Deletes quotes that nobody took up, some days after they expired. Answers how many. */
  forgetOldQuotes(signal?: AbortSignal): Promise<number>;
};

type Neighbours = Pick<Context, "merchants" | "earning">;

export function createExchange(deps: Deps, others: Neighbours): Exchange {
  const context: Context = { deps, ...others, remembered: rememberRatios() };
  return {
    endpoints: exchangeEndpoints(context),
    walletAnswer: (sql, customerId) => readWallet(context, sql, customerId),
    walletAnswers: (sql, { holdings, version }) =>
      walletsFrom(context, sql, { balances: walletsIn(holdings), version }),
    convert: (sql, command) => convert(context, sql, command),
    forgetOldQuotes: (signal) => forgetOldQuotes(context, signal),
  };
}
