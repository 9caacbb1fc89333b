import { describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import { ratio } from "../kernel/ratio.ts";
import { decidePolicies } from "./decide-policies.ts";
import type { Policies } from "./policies.ts";

const IN_FORCE: Policies = {
  version: 4,
  validFrom: instant(1_000),
  pointValueFen: 1,
  shopPointsExpireDays: 365,
  mallPointsExpireDays: 730,
  graceDays: 14,
  timeZone: "Asia/Shanghai",
  timeZoneChange: null,
  ratioMinimum: ratio(100n, 1n),
  ratioMaximum: ratio(1n, 100n),
  conversionFeeBasisPoints: 0,
  commissionBasisPoints: 0,
  verificationMethods: ["face", "passkey"],
  verificationWindowSeconds: 300,
  quoteHoldSeconds: 120,
  orderReturnDays: 7,
  saleReturnDays: 0,
  faceLoginAllowed: true,
  faceAcceptAt: 550,
  faceOfferPasskeyAt: 450,
  faceRetentionDays: 365,
};
const NOW = { at: instant(2_000), texts: { ratios: "ratios cross", faces: "faces cross" } };

test("a change is a new version in which the rest stays, and names what differs", () => {
  const asked = {
    pointValueFen: 2,
    verificationMethods: ["passkey"],
    quoteHoldSeconds: 120,
  } as const;
  expect(decidePolicies(IN_FORCE, asked, NOW)).toEqual({
    ok: true,
    value: {
      policies: {
        ...IN_FORCE,
        version: 5,
        validFrom: NOW.at,
        pointValueFen: 2,
        verificationMethods: ["passkey"],
      },
      changes: [
        { name: "pointValueFen", before: "1", after: "2" },
        { name: "verificationMethods", before: "face, passkey", after: "passkey" },
      ],
    },
  });
});

describe("what changes nothing makes no version", () => {
  test.each([
    ["nothing asked", {}],
    ["the same values", { pointValueFen: 1, ratioMinimum: ratio(100n, 1n) }],
    ["the same methods in another order", { verificationMethods: ["passkey", "face"] as const }],
    ["a field left undefined", { pointValueFen: undefined }],
  ])("%s", (_, asked) => {
    const plan = decidePolicies(IN_FORCE, asked, NOW);
    expect(plan).toEqual({ ok: true, value: { policies: IN_FORCE, changes: [] } });
  });
});

describe("bounds of ratios may touch but not cross", () => {
  test.each([
    ["touching", { ratioMinimum: ratio(1n, 100n) }, []],
    ["the same worth written otherwise", { ratioMaximum: ratio(200n, 2n) }, []],
    ["the lowest above the highest", { ratioMinimum: ratio(1n, 101n) }, ["/ratioMinimum"]],
    ["the highest below the lowest", { ratioMaximum: ratio(101n, 1n) }, ["/ratioMaximum"]],
    [
      "both, crossed",
      { ratioMinimum: ratio(1n, 3n), ratioMaximum: ratio(1n, 2n) },
      ["/ratioMinimum", "/ratioMaximum"],
    ],
  ])("%s", (_, asked, pointers) => {
    const plan = decidePolicies(IN_FORCE, asked, NOW);
    const faults = plan.ok ? [] : plan.refusal.faults;
    expect(faults?.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe("a face is accepted where it is at least as alike as one that is asked for a passkey", () => {
  test.each([
    ["touching", { faceOfferPasskeyAt: 550 }, []],
    ["crossing from below", { faceOfferPasskeyAt: 551 }, ["/faceOfferPasskeyAt"]],
    ["crossing from above", { faceAcceptAt: 449 }, ["/faceAcceptAt"]],
    ["moved together", { faceOfferPasskeyAt: 600, faceAcceptAt: 700 }, []],
    [
      "crossing beside ratios that cross",
      { faceAcceptAt: 400, ratioMinimum: ratio(1n, 101n) },
      ["/ratioMinimum", "/faceAcceptAt"],
    ],
  ])("%s", (_, asked, pointers) => {
    const plan = decidePolicies(IN_FORCE, asked, NOW);
    const faults = plan.ok ? [] : plan.refusal.faults;
    expect(faults?.map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

test("a switch is logged as true and false", () => {
  const plan = decidePolicies(IN_FORCE, { faceLoginAllowed: false }, NOW);
  expect(plan.ok && plan.value.changes).toEqual([
    { name: "faceLoginAllowed", before: "true", after: "false" },
  ]);
});
