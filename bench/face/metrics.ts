/** Two faces, or two templates, and how alike they were found. */
export type Comparison = {
  readonly score: number;
  /** Whether they belong to one person. */
  readonly same: boolean;
};

/** Below every cosine: what was never seen is accepted at no threshold. */
export const NEVER_ALIKE = -2;

export type Recognition = {
  /** The likelihood that a pair of one person scores higher than a pair of two. */
  readonly auc: number;
  /** The error rate at the threshold at which as many strangers are accepted as people refused. */
  readonly eer: number;
  /** The share of people accepted when at most one stranger in a thousand is. */
  readonly tarAtFar1e3: number;
  /** Right answers, at the threshold that was best on the nine tenths that were not asked. */
  readonly accuracy10Fold: number;
};

/** Throws when there are not pairs of one person and of two. */
export function measureRecognition(comparisons: readonly Comparison[]): Recognition {
  const points = operatingPoints(comparisons);
  return {
    auc: areaUnder(points),
    eer: equalErrorRate(points),
    tarAtFar1e3: acceptedAt(points, 1e-3),
    accuracy10Fold: accuracyOverFolds(comparisons, 10),
  };
}

/** What happens when everything from this score on is accepted. */
export type OperatingPoint = {
  readonly threshold: number;
  /** The shares of strangers and of the same people that are accepted. */
  readonly falseAccepts: number;
  readonly trueAccepts: number;
};

/** From the threshold that accepts nobody down to the lowest score; scores that are equal go together. */
export function operatingPoints(comparisons: readonly Comparison[]): OperatingPoint[] {
  const same = comparisons.filter((comparison) => comparison.same).length;
  const different = comparisons.length - same;
  if (same === 0 || different === 0) {
    throw new Error(
      "Recognition is measured on pairs of one person and pairs of two; one kind is missing.",
    );
  }
  const sorted = comparisons.toSorted((one, other) => other.score - one.score);
  const points = [{ threshold: Number.POSITIVE_INFINITY, falseAccepts: 0, trueAccepts: 0 }];
  let falseAccepts = 0;
  let trueAccepts = 0;
  sorted.forEach((comparison, index) => {
    if (comparison.same) trueAccepts += 1;
    else falseAccepts += 1;
    if (sorted[index + 1]?.score === comparison.score) return;
    points.push({
      threshold: comparison.score,
      falseAccepts: falseAccepts / different,
      trueAccepts: trueAccepts / same,
    });
  });
  return points;
}

/** By trapezoids, which gives half to pairs that score the same. */
export function areaUnder(points: readonly OperatingPoint[]): number {
  return points.slice(1).reduce((area, { falseAccepts, trueAccepts }, index) => {
    const before = points[index];
    if (before === undefined) return area;
    const width = falseAccepts - before.falseAccepts;
    return area + (width * (trueAccepts + before.trueAccepts)) / 2;
  }, 0);
}

/** Where the share of strangers accepted meets that of people refused, between two points if need be. */
export function equalErrorRate(points: readonly OperatingPoint[]): number {
  const excess = ({ falseAccepts, trueAccepts }: OperatingPoint) =>
    falseAccepts - (1 - trueAccepts);
  const index = points.findIndex((point) => excess(point) >= 0);
  const after = points[index];
  const before = points[index - 1] ?? after;
  if (after === undefined || before === undefined) return 1;
  const gap = excess(after) - excess(before);
  const share = gap === 0 ? 0 : -excess(before) / gap;
  return before.falseAccepts + share * (after.falseAccepts - before.falseAccepts);
}

export function acceptedAt(points: readonly OperatingPoint[], falseAcceptsMaximum: number): number {
  const allowed = points.filter(({ falseAccepts }) => falseAccepts <= falseAcceptsMaximum);
  return Math.max(...allowed.map(({ trueAccepts }) => trueAccepts));
}

/**
 * The protocol of LFW: the comparisons, in their order, are divided into folds; each is judged with
 * the threshold that is best on all others; the mean of the folds' accuracies.
 */
export function accuracyOverFolds(comparisons: readonly Comparison[], folds: number): number {
  const size = comparisons.length / folds;
  const accuracies: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const start = Math.round(fold * size);
    const end = Math.round((fold + 1) * size);
    const asked = comparisons.slice(start, end);
    if (asked.length === 0) continue;
    const others = [...comparisons.slice(0, start), ...comparisons.slice(end)];
    accuracies.push(accuracyAt(asked, bestThreshold(others)));
  }
  return accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / accuracies.length;
}

/**
 * From where accepting gives most right answers, in the middle of the gap to the next lower score; of
 * several such gaps, the highest.
 */
export function bestThreshold(comparisons: readonly Comparison[]): number {
  const sorted = comparisons.toSorted((one, other) => other.score - one.score);
  // Right answers when nobody is accepted; each one accepted adds or takes one.
  let right = comparisons.filter(({ same }) => !same).length;
  let best = { right, threshold: Number.POSITIVE_INFINITY };
  sorted.forEach(({ same, score }, index) => {
    right += same ? 1 : -1;
    const next = sorted[index + 1]?.score ?? score;
    const isGap = next < score || index === sorted.length - 1;
    if (isGap && right > best.right) best = { right, threshold: (score + next) / 2 };
  });
  return best.threshold;
}

function accuracyAt(comparisons: readonly Comparison[], threshold: number): number {
  const right = comparisons.filter(({ same, score }) => same === score >= threshold).length;
  return right / comparisons.length;
}
