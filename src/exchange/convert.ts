import { ZERO } from "../kernel/points.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type PostingRefusal, post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Person } from "../platform/http/caller.ts";
import type { Context } from "./context.ts";
import { addTakenToday, insertConversion, lockTakenToday } from "./conversion.store.ts";
import { type ConversionRefusal, decideConversion, type Quote } from "./decide-conversion.ts";
import { lockQuote, markQuoteUsed } from "./quote.store.ts";

/**
 * Carries out a quote: the customer's shop points become mall points, and the shop's pool pays.
 * Locks the quote, then the customer's day at the shop, then what the ledger needs; every conversion
 * takes them in this order.
 */
export async function convert(
  { deps, merchants }: Context,
  sql: Transaction,
  { caller, quoteId }: { caller: Person; quoteId: string },
): Promise<Result<{ id: string; quote: Quote }, ConversionRefusal | PostingRefusal>> {
  const at = deps.clock.now();
  const customerId = caller.accountId;
  const asked = await lockQuote(sql, { customerId, quoteId });
  const policies = await merchants.policies(sql);
  const shop = asked && (await merchants.shop(sql, asked.shopId));
  const decided = decideConversion({
    now: at,
    verified: { until: caller.verifiedUntil, by: caller.verifiedBy },
    methodsAccepted: policies.verificationMethods,
    quote: asked,
    shopStatus: shop?.status ?? null,
    takenToday: asked ? await lockTakenToday(sql, { customerId, shopId: asked.shopId, at }) : ZERO,
  });
  if (!decided.ok) return decided;
  const quote = decided.value;
  const id = deps.ids.next("conversion");
  const posted = await post(
    sql,
    postings.convert({
      conversionId: id,
      customerId,
      shopId: quote.shopId,
      taken: quote.taken,
      given: quote.given,
      fee: quote.fee,
      cost: quote.cost,
      expiresOn: quote.mallPointsExpireOn,
      at,
      by: customerId,
    }),
  );
  if (!posted.ok) return posted;
  // From here it succeeds.
  await markQuoteUsed(sql, { customerId, quoteId }, at);
  await addTakenToday(sql, { customerId, shopId: quote.shopId, at }, quote.taken);
  await insertConversion(sql, { id, at }, quote);
  return ok({ id, quote });
}
