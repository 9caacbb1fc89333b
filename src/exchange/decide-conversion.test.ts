import { describe, expect, test } from "vitest";
import { addSeconds, instant } from "../kernel/clock.ts";
import { points, ZERO } from "../kernel/points.ts";
import { type ConversionFacts, decideConversion, type Quote } from "./decide-conversion.ts";

const now = instant(Date.UTC(2026, 2, 1, 12));

const quote: Quote = {
  id: "quo_1",
  customerId: "cus_1",
  shopId: "shop_1",
  ratioVersion: 1,
  asked: points(250n),
  taken: points(234n),
  given: points(7n),
  fee: ZERO,
  cost: points(7n),
  minimumPoints: points(250n),
  dailyCapPoints: points(300n),
  mallPointsExpireAt: instant(Date.UTC(2028, 1, 29, 16)),
  createdAt: now,
  expiresAt: addSeconds(now, 120),
  usedAt: null,
};

const sound: ConversionFacts = {
  now,
  verified: { until: addSeconds(now, 1), by: "passkey" },
  methodsAccepted: ["face", "passkey"],
  quote,
  shopStatus: "approved",
  takenToday: points(66n),
};

type Fault = { breaks(facts: ConversionFacts): ConversionFacts; code: string };
const inQuote = (change: Partial<Quote>) => (facts: ConversionFacts) => ({
  ...facts,
  quote: facts.quote && { ...facts.quote, ...change },
});

/** In the order in which they must be found. */
const FAULTS: readonly Fault[] = [
  {
    code: "verification_required",
    breaks: (facts) => ({ ...facts, verified: { until: null, by: null } }),
  },
  { code: "not_found", breaks: (facts) => ({ ...facts, quote: null }) },
  { code: "quote_expired", breaks: inQuote({ expiresAt: now }) },
  { code: "quote_used", breaks: inQuote({ usedAt: now }) },
  { code: "shop_suspended", breaks: (facts) => ({ ...facts, shopStatus: "suspended" }) },
  { code: "below_minimum", breaks: inQuote({ minimumPoints: points(251n) }) },
  { code: "daily_cap_reached", breaks: (facts) => ({ ...facts, takenToday: points(67n) }) },
];

function codeOf(facts: ConversionFacts): string {
  const decided = decideConversion(facts);
  return decided.ok ? "accepted" : decided.refusal.code;
}

test("a quote in force, in a verified window, at the edge of minimum and cap, is carried out", () => {
  expect(decideConversion(sound)).toEqual({ ok: true, value: quote });
});

describe("one fault", () => {
  test.each(FAULTS.map((fault) => [fault.code, fault] as const))("%s", (code, fault) => {
    expect(codeOf(fault.breaks(sound))).toBe(code);
  });
});

describe("of two faults the earlier is named", () => {
  const pairs = FAULTS.flatMap((earlier, index) =>
    FAULTS.slice(index + 1).map((later) => [earlier.code, later.code, earlier, later] as const),
  );
  test.each(pairs)("%s before %s", (code, _, earlier, later) => {
    expect(codeOf(later.breaks(earlier.breaks(sound)))).toBe(code);
    expect(codeOf(earlier.breaks(later.breaks(sound)))).toBe(code);
  });
});

describe("the verified window", () => {
  test.each([
    ["by face", { until: addSeconds(now, 1), by: "face" }, ["face", "passkey"], "accepted"],
    ["that ends now", { until: now, by: "passkey" }, ["passkey"], "verification_required"],
    [
      "by a method the operator does not accept",
      { until: addSeconds(now, 1), by: "passkey" },
      ["face"],
      "verification_required",
    ],
  ])("%s", (_, verified, methodsAccepted, expected) => {
    expect(codeOf({ ...sound, verified, methodsAccepted })).toBe(expected);
  });
});

test("without a cap any amount may have been turned in today", () => {
  const facts = {
    ...sound,
    quote: { ...quote, dailyCapPoints: null },
    takenToday: points(9n ** 9n),
  };
  expect(codeOf(facts)).toBe("accepted");
});
