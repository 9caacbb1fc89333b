import type { Points } from "../kernel/points.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import type { Context } from "./context.ts";
import type { Quote } from "./decide-conversion.ts";
import { decideQuote, type QuotePlan, type QuoteRefusal } from "./decide-quote.ts";
import { insertQuotes } from "./quote.store.ts";

export type QuoteCommand = {
  readonly customerId: string;
  readonly shopId: string;
  readonly points: Points;
};

/** A quote, and the last day on which the mall points that it promises are good. */
export type AskedQuote = Quote & Pick<QuotePlan, "mallPointsExpireOn">;

/**
 * Offers for `points` of shops' points, which hold for a while, in as many statements as one takes.
 * They need no verified window and do not look at the balance: what can be asked can be shown.
 */
export async function askQuotes(
  { deps, merchants, remembered }: Context,
  sql: Sql,
  commands: readonly QuoteCommand[],
): Promise<Result<AskedQuote, QuoteRefusal>[]> {
  const now = deps.clock.now();
  const shopIds = [...new Set(commands.map(({ shopId }) => shopId))];
  const version = await readFactVersion(sql);
  const [shops, ratios, policies] = await Promise.all([
    merchants.remembered.shops(sql, shopIds, version),
    remembered(sql, { shopIds, at: now, version }),
    merchants.remembered.policies(sql, version),
  ]);
  const answers = commands.map(
    ({ customerId, shopId, points }): Result<AskedQuote, QuoteRefusal> => {
      const decided = decideQuote({
        asked: points,
        shopStatus: shops.get(shopId)?.status ?? null,
        ratio: ratios.get(shopId) ?? null,
        policies,
        now,
      });
      if (!decided.ok) return decided;
      const named = { id: deps.ids.next("quote"), customerId, shopId, asked: points };
      return ok({ ...named, ...decided.value, createdAt: now, usedAt: null });
    },
  );
  const quotes = answers.flatMap((answer) => (answer.ok ? [answer.value] : []));
  if (quotes.length > 0) await insertQuotes(sql, quotes);
  return answers;
}
