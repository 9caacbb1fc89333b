import type { Instant } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/ids.ts";
import { invariant } from "../kernel/invariant.ts";
import { endOfDay, localDay } from "../kernel/local-day.ts";
import { ZERO } from "../kernel/points.ts";
import { ok, type Result } from "../kernel/result.ts";
import {
  type Holdings,
  lockForDraw,
  type Posting,
  type PostingRefusal,
  postAllWithin,
  postings,
} from "../ledger/index.ts";
import { shopCountsSince, timeZoneOf } from "../merchants/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type FactVersion, readFactVersion } from "../platform/facts/fact-version.store.ts";
import type { Person } from "../platform/http/caller.ts";
import type { Context } from "./context.ts";
import { type CountedDays, readTakenToday, writeConversions } from "./conversion.store.ts";
import {
  type ConversionFacts,
  type ConversionRefusal,
  decideConversion,
  type Quote,
} from "./decide-conversion.ts";
import { customerAtShop, type Decision, decideInOrder } from "./decide-in-order.ts";
import { accountsOfQuotes, readQuotes } from "./quote.store.ts";

export type ConversionCommand = { readonly caller: Person; readonly quoteId: string };
/** `dayEndsAt`: the end of the shop's day on which it is counted. */
export type Conversion = {
  readonly id: string;
  readonly quote: Quote;
  readonly dayEndsAt: Instant;
};
export type ConversionOutcome = Result<Conversion, ConversionRefusal | PostingRefusal>;

/** `convertAll` of one command. */
export async function convert(
  context: Context,
  sql: Transaction,
  command: ConversionCommand,
): Promise<ConversionOutcome> {
  const { outcomes } = await convertAll(context, sql, [command]);
  const [outcome] = outcomes;
  invariant(outcome, "every command has an outcome");
  return outcome;
}

/**
 * The outcome of each command, in their order, and what the customers have afterwards; null where that
 * is to be read.
 */
export type Converted = {
  readonly outcomes: readonly ConversionOutcome[];
  readonly holdings: Holdings | null;
};

/**
 * Carries out quotes: the customers' shop points become mall points, and the shops' pools pay. Exactly
 * as if the commands came one after another, in as many statements as one command takes; what is
 * refused leaves the others alone. `asked`: what `lockAsked` answered in this transaction.
 */
export async function convertAll(
  context: Context,
  sql: Transaction,
  commands: readonly ConversionCommand[],
  asked?: AskedConversions,
): Promise<Converted> {
  const known = asked ?? (await lockAsked(context, sql, commands));
  const { at } = known;
  const { facts, daysOf } = await gatherFacts(context, sql, { ...known, commands });
  const outcomes: ConversionOutcome[] = [];
  const done: Conversion[] = [];
  let holdings: Holdings | null = null;
  // One round for all of them, unless a command hangs on whether the ledger refuses an earlier one.
  while (outcomes.length < facts.length) {
    const decided = decideInOrder(
      facts.slice(outcomes.length),
      done.map(({ quote }) => quote),
    );
    const { ids } = context.deps;
    const locked = outcomes.length === 0 ? known.holdings : null;
    const posted = await postDecided(sql, decided, { ids, at, daysOf, locked });
    holdings = posted.holdings;
    for (const outcome of posted.outcomes) {
      outcomes.push(outcome);
      if (outcome.ok) done.push(outcome.value);
    }
  }
  // From here it succeeds.
  if (done.length > 0) writeConversions(sql, done, at);
  return { outcomes, holdings };
}

/** What the commands are about, and what the customers have, locked; the moment at which they are carried out. */
export type AskedConversions = {
  readonly at: Instant;
  readonly quotes: readonly Quote[];
  /** Of shops, ratios and policies. */
  readonly version: FactVersion;
  readonly holdings: Holdings;
};

/**
 * Locks the customers' accounts, then the pools' slices, and reads everything else when they are locked.
 * Sent together.
 */
export async function lockAsked(
  { deps }: Context,
  sql: Transaction,
  commands: readonly ConversionCommand[],
): Promise<AskedConversions> {
  const at = deps.clock.now();
  const wanted = commands.map(({ caller, quoteId }) => ({ customerId: caller.accountId, quoteId }));
  const customerIds = [...new Set(wanted.map(({ customerId }) => customerId))];
  const [holdings, quotes, version] = await Promise.all([
    lockForDraw(sql, { ...accountsOfQuotes(wanted), customerIds }),
    readQuotes(sql, wanted),
    readFactVersion(sql),
  ]);
  return { at, quotes, version, holdings };
}

/** What each command meets as if it came alone, locked so that it stays so. */
async function gatherFacts(
  { merchants }: Context,
  sql: Transaction,
  { commands, at, quotes, version }: AskedConversions & { commands: readonly ConversionCommand[] },
): Promise<{ facts: ConversionFacts[]; daysOf: DaysOf }> {
  const shopIds = [...new Set(quotes.map(({ shopId }) => shopId))];
  const [policies, shops] = await Promise.all([
    merchants.remembered.policies(sql, version),
    merchants.remembered.shops(sql, shopIds, version),
  ]);
  const quoteById = new Map(quotes.map((quote) => [quote.id, quote]));
  const facts = commands.map(({ caller, quoteId }): ConversionFacts => {
    const quote = quoteById.get(quoteId);
    const own = quote?.customerId === caller.accountId ? quote : null;
    return {
      now: at,
      verified: { until: caller.verifiedUntil, by: caller.verifiedBy },
      methodsAccepted: policies.verificationMethods,
      quote: own,
      shopStatus: (own && shops.get(own.shopId)?.status) ?? null,
      takenToday: ZERO,
    };
  });
  const daysOf: DaysOf = ({ shopId }) => {
    const shop = shops.get(shopId);
    invariant(shop, "the shop of a quote is known");
    const zone = timeZoneOf(shop, policies);
    const endsAt = endOfDay(localDay(at, zone), zone);
    return { endsAt, since: shopCountsSince(at, shop, policies) };
  };
  return { facts: await withTakenToday(sql, facts, daysOf), daysOf };
}

/** The days of the quote's shop that count now. */
type DaysOf = (quote: Quote) => CountedDays;

/** Asks for the day's points only where a cap is going to count them. */
async function withTakenToday(
  sql: Transaction,
  facts: readonly ConversionFacts[],
  daysOf: DaysOf,
): Promise<ConversionFacts[]> {
  const capped = facts.flatMap((one) => {
    const decision = decideConversion(one);
    return decision.ok && decision.value.dailyCapPoints !== null ? [decision.value] : [];
  });
  if (capped.length === 0) return [...facts];
  const pairs = [...new Map(capped.map((quote) => [customerAtShop(quote), quote])).values()];
  const days = await readTakenToday(
    sql,
    pairs.map((quote) => ({ ...quote, ...daysOf(quote) })),
  );
  const taken = new Map(days.map((day) => [customerAtShop(day), day.taken]));
  return facts.map((one) => ({
    ...one,
    takenToday: (one.quote && taken.get(customerAtShop(one.quote))) ?? ZERO,
  }));
}

/** Hands to the ledger what was not refused, in one call. The ledger has the last two refusals. */
async function postDecided(
  sql: Transaction,
  decided: readonly Decision[],
  of: { ids: IdSource; at: Instant; daysOf: DaysOf; locked: Holdings | null },
): Promise<Converted> {
  const { ids, at, daysOf, locked } = of;
  const conversions = decided.flatMap((decision) =>
    decision.ok
      ? [
          {
            id: ids.next("conversion"),
            quote: decision.value,
            dayEndsAt: daysOf(decision.value).endsAt,
          },
        ]
      : [],
  );
  const wanted = conversions.map((conversion) => toPosting(conversion, at));
  const { results, holdings } = await postAllWithin(sql, wanted, locked);
  let next = 0;
  const outcomes = decided.map((decision) => {
    if (!decision.ok) return decision;
    const [conversion, result] = [conversions[next], results[next]];
    next += 1;
    invariant(conversion && result, "the ledger answers every posting");
    return result.ok ? ok(conversion) : result;
  });
  return { outcomes, holdings };
}

function toPosting({ id, quote }: Conversion, at: Instant): Posting {
  const posting = postings.convert({
    conversionId: id,
    customerId: quote.customerId,
    shopId: quote.shopId,
    taken: quote.taken,
    given: quote.given,
    fee: quote.fee,
    cost: quote.cost,
    expiresAt: quote.mallPointsExpireAt,
    at,
    by: quote.customerId,
  });
  return { ...posting, isNew: true };
}
