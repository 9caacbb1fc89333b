import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addSeconds, instant } from "../kernel/clock.ts";
import { type Points, points, subtract, sum, ZERO } from "../kernel/points.ts";
import { type ConversionFacts, decideConversion, type Quote } from "./decide-conversion.ts";
import { decideInOrder } from "./decide-in-order.ts";

const now = instant(Date.UTC(2026, 2, 1, 12));

function quoteOf(of: Partial<Quote> & { id: string }): Quote {
  return {
    customerId: "cus_1",
    shopId: "shop_1",
    ratioVersion: 1,
    asked: points(100n),
    taken: points(100n),
    given: points(3n),
    fee: ZERO,
    cost: points(3n),
    minimumPoints: ZERO,
    dailyCapPoints: null,
    mallPointsExpireAt: instant(Date.UTC(2028, 1, 29, 16)),
    createdAt: now,
    expiresAt: addSeconds(now, 120),
    usedAt: null,
    ...of,
  };
}

function factsOf(quote: Quote | null, takenToday: Points = ZERO): ConversionFacts {
  return {
    now,
    verified: { until: addSeconds(now, 1), by: "passkey" },
    methodsAccepted: ["passkey"],
    quote,
    shopStatus: "approved",
    takenToday,
  };
}

const codesOf = (facts: readonly ConversionFacts[], done: readonly Quote[] = []) =>
  decideInOrder(facts, done).map((decision) => (decision.ok ? "yes" : decision.refusal.code));

const first = quoteOf({ id: "quo_1" });
const other = quoteOf({ id: "quo_2", customerId: "cus_2" });
const capped = quoteOf({ id: "quo_3", dailyCapPoints: points(250n) });
const larger = { ...capped, id: "quo_4", taken: points(101n) };

type Case = [name: string, facts: ConversionFacts[], done: Quote[], expected: string[]];

describe("commands are answered", () => {
  test.each<Case>([
    [
      "all, where nothing hangs on another",
      [factsOf(first), factsOf(null), factsOf(other)],
      [],
      ["yes", "not_found", "yes"],
    ],
    [
      "up to the same quote again, which is used only if the ledger agrees",
      [factsOf(first), factsOf(first), factsOf(other)],
      [],
      ["yes"],
    ],
    [
      "past a quote that was carried out",
      [factsOf(first), factsOf(other)],
      [first],
      ["quote_used", "yes"],
    ],
    [
      "past a cap that holds whatever the ledger says",
      [factsOf(capped, points(150n)), factsOf(larger, points(150n)), factsOf(other)],
      [],
      ["yes", "daily_cap_reached", "yes"],
    ],
    [
      "up to a cap that is reached only if the ledger agrees",
      [factsOf(first, points(100n)), factsOf(capped, points(100n))],
      [],
      ["yes"],
    ],
    [
      "under a cap that counts what was carried out",
      [factsOf(capped, points(100n))],
      [first],
      ["daily_cap_reached"],
    ],
    [
      "under a cap that leaves room for all of them",
      [factsOf(first, points(50n)), factsOf(capped, points(50n))],
      [],
      ["yes", "yes"],
    ],
  ])("%s", (_, facts, done, expected) => {
    expect(codesOf(facts, done)).toEqual(expected);
  });
});

/** Two customers at two shops, some quotes with caps, and commands that name them again and again. */
const anyQuote = fc.record({
  customer: fc.nat(1),
  shop: fc.nat(1),
  taken: fc.integer({ min: 1, max: 9 }),
  cap: fc.option(fc.integer({ min: 1, max: 25 })),
});
const anyCase = fc.record({
  quotes: fc.array(anyQuote, { minLength: 1, maxLength: 5 }),
  commands: fc.array(fc.nat(4), { maxLength: 12 }),
  pool: fc.integer({ min: 0, max: 40 }),
});

/** A ledger with one pool: what it says to a conversion depends on those before. */
function ledgerWith(pool: number) {
  let left = points(BigInt(pool));
  return (quote: Quote) => {
    const enough = quote.taken <= left;
    if (enough) left = subtract(left, quote.taken);
    return enough;
  };
}

test("deciding round by round is deciding one by one, whatever the ledger refuses", () => {
  fc.assert(
    fc.property(anyCase, ({ quotes, commands, pool }) => {
      const offered = quotes.map(({ customer, shop, taken, cap }, index) =>
        quoteOf({
          id: `quo_${index}`,
          customerId: `cus_${customer}`,
          shopId: `shop_${shop}`,
          taken: points(BigInt(taken)),
          dailyCapPoints: cap === null ? null : points(BigInt(cap)),
        }),
      );
      const facts = commands.map((index) => factsOf(offered[index] ?? null));
      expect(inRounds(facts, ledgerWith(pool))).toEqual(oneByOne(facts, ledgerWith(pool)));
    }),
  );
});

type Ledger = ReturnType<typeof ledgerWith>;

function inRounds(facts: readonly ConversionFacts[], ledger: Ledger): string[] {
  const codes: string[] = [];
  const done: Quote[] = [];
  while (codes.length < facts.length) {
    const decided = decideInOrder(facts.slice(codes.length), done);
    expect(decided.length).toBeGreaterThan(0);
    for (const decision of decided) {
      const passed = decision.ok && ledger(decision.value);
      if (decision.ok && passed) done.push(decision.value);
      codes.push(decision.ok ? String(passed) : decision.refusal.code);
    }
  }
  return codes;
}

function oneByOne(facts: readonly ConversionFacts[], ledger: Ledger): string[] {
  const done: Quote[] = [];
  return facts.map((one) => {
    const { quote } = one;
    const today = done.filter(
      (before) => before.customerId === quote?.customerId && before.shopId === quote.shopId,
    );
    const decision = decideConversion({
      ...one,
      quote: quote && { ...quote, usedAt: done.some(({ id }) => id === quote.id) ? now : null },
      takenToday: sum(today.map(({ taken }) => taken)),
    });
    if (!decision.ok) return decision.refusal.code;
    const passed = ledger(decision.value);
    if (passed) done.push(decision.value);
    return String(passed);
  });
}
