import type { Points } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import type { Context } from "./context.ts";
import type { Quote } from "./decide-conversion.ts";
import { decideQuote, type QuoteRefusal } from "./decide-quote.ts";
import { insertQuote } from "./quote.store.ts";
import { readRatiosInForce } from "./ratio.store.ts";

/**
 * An offer for `points` of a shop's points, which holds for a while. Needs no verified window and
 * does not look at the balance: what can be asked can be shown.
 */
export async function askQuote(
  { deps, merchants }: Context,
  { customerId, shopId, points }: { customerId: string; shopId: string; points: Points },
): Promise<Result<Quote, QuoteRefusal>> {
  const sql = deps.database;
  const now = deps.clock.now();
  const shop = await merchants.shop(sql, shopId);
  const ratios = await readRatiosInForce(sql, { shopIds: [shopId], at: now });
  const decided = decideQuote({
    asked: points,
    shopStatus: shop?.status ?? null,
    ratio: ratios.get(shopId) ?? null,
    policies: await merchants.policies(sql),
    now,
  });
  if (!decided.ok) return decided;
  // From here it succeeds.
  const quote: Quote = {
    id: deps.ids.next("quote"),
    customerId,
    shopId,
    asked: points,
    ...decided.value,
    createdAt: now,
    usedAt: null,
  };
  await insertQuote(sql, quote);
  return { ok: true, value: quote };
}
