import { describe, expect, test } from "vitest";
import type { Policies } from "../../api/index.ts";
import { changesOf, draftOf } from "./draft.ts";

const policies: Policies = {
  version: 4,
  pointValueFen: 1,
  shopPointsExpireDays: 365,
  mallPointsExpireDays: 730,
  graceDays: 14,
  timeZone: "Asia/Shanghai",
  ratioMinimum: { shopPoints: 1_000_000, mallPoints: 1 },
  ratioMaximum: { shopPoints: 1, mallPoints: 1_000_000 },
  conversionFeeBasisPoints: 0,
  commissionBasisPoints: 250,
  verificationMethods: ["passkey", "face"],
  verificationWindowSeconds: 300,
  quoteHoldSeconds: 120,
  orderReturnDays: 7,
  saleReturnDays: 0,
  faceLoginAllowed: true,
  faceAcceptAt: 550,
  faceOfferPasskeyAt: 450,
  faceRetentionDays: 365,
  validFrom: "2026-03-01T00:00:00.000Z",
};
const draft = draftOf(policies);

describe("editing the policies", () => {
  test("changes nothing when nothing was touched", () => {
    expect(changesOf(draft, policies)).toEqual({ changes: {} });
  });

  test("sends only what differs", () => {
    const edited = {
      ...draft,
      numbers: { ...draft.numbers, commissionBasisPoints: "300" },
      bounds: { ...draft.bounds, ratioMaximum: { shopPoints: "1", mallPoints: "100" } },
      methods: ["passkey"],
      faceLoginAllowed: false,
      timeZone: " asia/tokyo ",
    };
    expect(changesOf(edited, policies)).toEqual({
      changes: {
        faceLoginAllowed: false,
        commissionBasisPoints: 300,
        ratioMaximum: { shopPoints: 1, mallPoints: 100 },
        verificationMethods: ["passkey"],
        timeZone: "Asia/Tokyo",
      },
    });
  });

  test("names every field that cannot be read", () => {
    const edited = {
      ...draft,
      numbers: { ...draft.numbers, quoteHoldSeconds: "two minutes" },
      bounds: { ...draft.bounds, ratioMinimum: { shopPoints: "0", mallPoints: "1" } },
      methods: [],
      timeZone: "Mars/Phobos",
    };
    expect(changesOf(edited, policies)).toEqual({
      faults: ["quoteHoldSeconds", "ratioMinimum", "verificationMethods", "timeZone"],
    });
  });
});
