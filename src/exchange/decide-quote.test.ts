import fc from "fast-check";
import { expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { add, POINTS_MAXIMUM, points } from "../kernel/points.ts";
import { givenFloor, ratio } from "../kernel/ratio.ts";
import { decideQuote, exchange, type QuoteFacts } from "./decide-quote.ts";

const now = instant(Date.UTC(2026, 2, 1, 12));
const policies = {
  pointValueFen: 2,
  conversionFeeBasisPoints: 0,
  mallPointsExpireDays: 730,
  timeZone: "Asia/Shanghai",
  quoteHoldSeconds: 120,
};
const hundredToThree = {
  version: 4,
  by: ratio(100n, 3n),
  minimumPoints: points(0n),
  dailyCapPoints: points(900n),
};
const sound: QuoteFacts = {
  asked: points(250n),
  shopStatus: "approved",
  ratio: hundredToThree,
  policies,
  now,
};

test("250 at 100 : 3 takes 234, gives 7, keeps 16, and freezes the terms", () => {
  expect(decideQuote(sound)).toEqual({
    ok: true,
    value: {
      taken: 234n,
      given: 7n,
      fee: 0n,
      kept: 16n,
      cost: 14n,
      ratioVersion: 4,
      minimumPoints: 0n,
      dailyCapPoints: 900n,
      mallPointsExpireAt: instant(Date.UTC(2028, 1, 29, 16)),
      mallPointsExpireOn: "2028-02-29",
      expiresAt: now + 120_000,
    },
  });
});

test.each([
  // asked, fee in basis points → taken, given, fee, cost
  [250n, 1000, { taken: 234n, given: 6n, fee: 1n, cost: 14n }],
  [1000n, 1000, { taken: 1000n, given: 27n, fee: 3n, cost: 60n }],
  [1000n, 999, { taken: 1000n, given: 27n, fee: 3n, cost: 60n }],
  [1000n, 1, { taken: 1000n, given: 29n, fee: 1n, cost: 60n }],
  [67n, 1, { taken: 67n, given: 1n, fee: 1n, cost: 4n }],
])("%s points at a fee of %s basis points", (asked, conversionFeeBasisPoints, expected) => {
  const facts = {
    ...sound,
    asked: points(asked),
    policies: { ...policies, conversionFeeBasisPoints },
  };
  expect(decideQuote(facts)).toMatchObject({ ok: true, value: expected });
});

const FAULTS = {
  "no such shop": [{ shopStatus: null }, "not_found"],
  "a shop not approved yet": [{ shopStatus: "pending" }, "not_found"],
  "no ratio in force": [{ ratio: null }, "not_found"],
  "a suspended shop": [{ shopStatus: "suspended" }, "shop_suspended"],
  "below the shop's minimum": [
    { ratio: { ...hundredToThree, minimumPoints: points(251n) } },
    "below_minimum",
  ],
  "nothing would be given": [{ asked: points(33n) }, "below_minimum"],
  "the fee takes the only point": [
    { asked: points(34n), policies: { ...policies, conversionFeeBasisPoints: 1 } },
    "below_minimum",
  ],
  "the fee takes all": [
    { policies: { ...policies, conversionFeeBasisPoints: 10_000 } },
    "below_minimum",
  ],
  "more mall points than can be written": [
    { asked: POINTS_MAXIMUM, ratio: { ...hundredToThree, by: ratio(1n, 2n) } },
    "amount_out_of_range",
  ],
  "a price that cannot be written": [
    { asked: POINTS_MAXIMUM, ratio: { ...hundredToThree, by: ratio(1n, 1n) } },
    "amount_out_of_range",
  ],
} as const satisfies Record<string, readonly [Partial<QuoteFacts>, string]>;

test.each(Object.entries(FAULTS))("refused for %s", (_, [fault, code]) => {
  expect(decideQuote({ ...sound, ...fault })).toMatchObject({ ok: false, refusal: { code } });
});

test("the order of the refusals is the one the contract names", () => {
  const codeOf = (facts: QuoteFacts) => {
    const decided = decideQuote(facts);
    return decided.ok ? "ok" : decided.refusal.code;
  };
  const tooFew = points(1n);
  expect(codeOf({ ...sound, shopStatus: "suspended", ratio: null })).toBe("not_found");
  expect(codeOf({ ...sound, shopStatus: "suspended", asked: tooFew })).toBe("shop_suspended");
});

test.each([
  ["what gives one mall point", { asked: points(33n) }, "34"],
  [
    "what gives one after the fee",
    { asked: points(34n), policies: { ...policies, conversionFeeBasisPoints: 1 } },
    "67",
  ],
  [
    "what gives one after half is fee",
    { asked: points(34n), policies: { ...policies, conversionFeeBasisPoints: 6000 } },
    "100",
  ],
  ["the shop's own minimum", { ratio: { ...hundredToThree, minimumPoints: points(500n) } }, "500"],
  [
    "the larger of both",
    { asked: points(20n), ratio: { ...hundredToThree, minimumPoints: points(30n) } },
    "34",
  ],
])("the minimum that is named is %s", (_, fault, minimum) => {
  expect(decideQuote({ ...sound, ...fault })).toMatchObject({ refusal: { values: { minimum } } });
});

test("law: no point is lost, and one point less than is taken would give less", () => {
  const side = fc.bigInt({ min: 1n, max: 1_000_000n });
  fc.assert(
    fc.property(
      side,
      side,
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      fc.integer({ min: 0, max: 10_000 }),
      (shop, mall, asked, feeBasisPoints) => {
        const by = ratio(shop, mall);
        const { gross, given, fee, taken } = exchange(by, points(asked), feeBasisPoints);
        expect(add(given, fee)).toBe(gross);
        expect(given >= 0n && fee >= 0n && taken <= asked).toBe(true);
        expect(givenFloor(by, taken)).toBe(gross);
        if (gross > 0n) expect(givenFloor(by, points(taken - 1n)) < gross).toBe(true);
      },
    ),
  );
});

test("law: however an amount is split into quotes, the parts together give no more than the whole", () => {
  const side = fc.bigInt({ min: 1n, max: 1_000n });
  const parts = fc.array(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(
      side,
      side,
      parts,
      fc.integer({ min: 0, max: 10_000 }),
      (shop, mall, split, fee) => {
        const given = (asked: bigint) => exchange(ratio(shop, mall), points(asked), fee).given;
        const together = split.reduce((total, part) => total + given(part), 0n);
        expect(together <= given(split.reduce((total, part) => total + part, 0n))).toBe(true);
      },
    ),
  );
});

test("law: where the fee is above nothing, whoever is given something pays at least one point", () => {
  const side = fc.bigInt({ min: 1n, max: 1_000n });
  const asked = fc.bigInt({ min: 1n, max: 1_000_000n });
  fc.assert(
    fc.property(
      side,
      side,
      asked,
      fc.integer({ min: 1, max: 10_000 }),
      (shop, mall, some, rate) => {
        const { given, fee } = exchange(ratio(shop, mall), points(some), rate);
        if (given > 0n) expect(fee >= 1n).toBe(true);
      },
    ),
  );
});
