import { describe, expect, test } from "vitest";
import {
  acceptedAt,
  accuracyOverFolds,
  areaUnder,
  bestThreshold,
  type Comparison,
  equalErrorRate,
  measureRecognition,
  NEVER_ALIKE,
  operatingPoints,
} from "./metrics.ts";

/** Scores of pairs of one person, and of two. */
function pairs(same: readonly number[], different: readonly number[]): Comparison[] {
  return [
    ...same.map((score) => ({ score, same: true })),
    ...different.map((score) => ({ score, same: false })),
  ];
}

/**
 * Worked by hand. With scores 0.9 0.8 0.6 0.3 (same) and 0.7 0.4 0.2 0.1 (different): of the 16 pairs
 * of one with another the same scores higher in 4 + 4 + 3 + 2 = 13. Going down, the shares accepted
 * are (0, ¼) (0, ½) (¼, ½) (¼, ¾) (½, ¾) (½, 1) (¾, 1) (1, 1): both errors are ¼ at 0.6.
 */
const MIXED = pairs([0.9, 0.8, 0.6, 0.3], [0.7, 0.4, 0.2, 0.1]);

describe("measures of recognition, against tables worked by hand", () => {
  test.each([
    { what: "separable", of: pairs([0.9, 0.8], [0.2, 0.1]), auc: 1, eer: 0, tar: 1 },
    { what: "the wrong way round", of: pairs([0.1, 0.2], [0.8, 0.9]), auc: 0, eer: 1, tar: 0 },
    { what: "all alike", of: pairs([0.5, 0.5], [0.5, 0.5]), auc: 0.5, eer: 0.5, tar: 0 },
    { what: "mixed", of: MIXED, auc: 13 / 16, eer: 1 / 4, tar: 1 / 2 },
    // The line from (0, ½) to (½, ½) crosses the diagonal of equal errors at ½.
    {
      what: "one of two missed",
      of: pairs([0.9, 0.1], [0.5, 0.05]),
      auc: 3 / 4,
      eer: 1 / 2,
      tar: 1 / 2,
    },
    {
      what: "a face that was not found",
      of: pairs([0.9, NEVER_ALIKE], [0.2, 0.1]),
      auc: 1 / 2,
      eer: 1 / 2,
      tar: 1 / 2,
    },
  ])("$what", ({ of, auc, eer, tar }) => {
    const points = operatingPoints(of);
    expect(areaUnder(points)).toBeCloseTo(auc, 12);
    expect(equalErrorRate(points)).toBeCloseTo(eer, 12);
    expect(acceptedAt(points, 1e-3)).toBeCloseTo(tar, 12);
  });

  test("one stranger in a thousand may be accepted, and two may not", () => {
    const strangers = Array.from({ length: 1000 }, (_, index) => -index / 1000);
    const one = pairs([0.9, 0.6], [0.7, ...strangers.slice(1)]);
    const two = pairs([0.9, 0.6], [0.7, 0.65, ...strangers.slice(2)]);
    expect(acceptedAt(operatingPoints(one), 1e-3)).toBe(1);
    expect(acceptedAt(operatingPoints(two), 1e-3)).toBe(0.5);
  });

  test.each([
    ["of one kind only", pairs([0.5], [])],
    ["of the other kind only", pairs([], [0.5])],
    ["none", []],
  ])("pairs %s cannot be measured", (_, of) => {
    expect(() => measureRecognition(of)).toThrow("one kind is missing");
  });
});

describe("accuracy over folds", () => {
  test.each([
    // From 0.9 down, 5, 6, 5, 6, 5, 6, 5 and 4 answers are right.
    ["mixed", MIXED, 0.75],
    ["separable", pairs([0.9, 0.8], [0.2]), 0.5],
    ["nothing to refuse", pairs([0.9, 0.8], []), 0.8],
    ["nothing to accept", pairs([], [0.9, 0.1]), Number.POSITIVE_INFINITY],
  ])(
    "the best threshold is in the highest gap that gives most right answers: %s",
    (_, of, threshold) => {
      expect(bestThreshold(of)).toBe(threshold);
    },
  );

  test("a fold is judged by the others' threshold, not its own", () => {
    // Ten folds of a same and a different pair. Nine agree on a threshold of 0.5; the last one's
    // people score 0.4 and 0.3, so its same pair is refused.
    const nine = Array.from({ length: 9 }, () => pairs([0.8], [0.2])).flat();
    const last = pairs([0.4], [0.3]);
    expect(accuracyOverFolds([...nine, ...last], 10)).toBeCloseTo((9 + 0.5) / 10, 12);
  });
});
