import { describe, expect, test } from "vitest";
import type { RuleDefinition } from "../../api/index.ts";
import { curveOf, unitsToShow } from "./curve.ts";
import { definitionOf, emptyDraft, type RuleDraft, readDraft } from "./draft.ts";

const pair: RuleDefinition = {
  kind: "bundles",
  parameters: {
    bundles: [
      { quantity: 1, points: 1 },
      { quantity: 2, points: 3 },
    ],
  },
};

describe("the curve beside the form", () => {
  test("draws {1→1, 2→3} as 1, 3, 4, 6, 7", () => {
    expect(curveOf(pair, 5)).toEqual([1, 3, 4, 6, 7]);
  });

  test("never falls, even where a small bundle gives more", () => {
    const odd: RuleDefinition = {
      kind: "bundles",
      parameters: { bundles: [{ quantity: 3, points: 10 }] },
    };
    expect(curveOf(odd, 7)).toEqual([0, 0, 10, 10, 10, 20, 20]);
  });

  test("is a straight line per unit", () => {
    expect(curveOf({ kind: "per_unit", parameters: { points: 4 } }, 3)).toEqual([4, 8, 12]);
  });

  test("shows the largest bundle twice, within what fits", () => {
    expect(unitsToShow(pair)).toBe(6);
    const large: RuleDefinition = {
      kind: "bundles",
      parameters: { bundles: [{ quantity: 500, points: 1 }] },
    };
    expect(unitsToShow(large)).toBe(12);
  });
});

describe("a draft", () => {
  const whole: RuleDraft = { ...emptyDraft, scope: "shop", kind: "bundles" };

  test("of the whole shop becomes a rule", () => {
    expect(readDraft(whole)).toEqual({ rule: { ...pair, scope: {} } });
  });

  test.each([
    [{ ...whole, scope: "product" }, "productMissing"],
    [{ ...whole, scope: "category", category: "  " }, "categoryMissing"],
    [{ ...whole, kind: "per_unit", perUnitPoints: "1.5" }, "pointsNotWhole"],
    [{ ...whole, bundles: [{ key: 1, quantity: "0", points: "1" }] }, "bundlesNotWhole"],
    [{ ...whole, bundles: [] }, "bundlesNotWhole"],
    [
      {
        ...whole,
        bundles: [
          { key: 1, quantity: "2", points: "1" },
          { key: 2, quantity: "02", points: "3" },
        ],
      },
      "bundlesTwice",
    ],
    [{ ...whole, startsAt: "2026-03-02", endsAt: "2026-03-01" }, "endsBeforeStarts"],
  ] as [RuleDraft, string][])("%# is refused with %s", (draft, fault) => {
    expect(readDraft(draft)).toEqual({ faults: [fault] });
  });

  test("that cannot be read yet draws nothing", () => {
    expect(definitionOf({ ...whole, kind: "per_unit", perUnitPoints: "" })).toBeNull();
  });

  test("with dates holds from the start of the first day to the end of the last", () => {
    const read = readDraft({ ...whole, startsAt: "2026-03-01", endsAt: "2026-03-01" });
    if (!("rule" in read)) throw new Error("expected a rule");
    const { startsAt = "", endsAt = "" } = read.rule;
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(24 * 3600 * 1000 - 1);
  });
});
