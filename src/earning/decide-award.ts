import type { Instant } from "../kernel/clock.ts";
import { type Group, groupBy } from "../kernel/group-by.ts";
import { type Points, shareByWeights, sum, times, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { ruleKind } from "./rules/registry.ts";
import type { LineFacts } from "./rules/rule-kind.ts";

/** A rule as a receipt freezes it: enough to compute its award for ever. */
export type FrozenRule = {
  readonly id: string;
  readonly kind: string;
  readonly parameters: object;
};

/** A version of a rule. Without a start it has stood for ever, without an end it stands for ever. */
export type RewardRule = FrozenRule & {
  readonly productId: string | null;
  readonly category: string | null;
  readonly startsAt: Instant | null;
  readonly endsAt: Instant | null;
  readonly createdAt: Instant;
  /** When somebody ended it before its time. */
  readonly endedAt: Instant | null;
};

export type AwardLine = {
  readonly productId: string;
  readonly category: string | null;
  readonly quantity: number;
  readonly unitPrice: Points;
};

/** What a rule looked at, and on how many lines of the receipt it found it. */
export type Counted = LineFacts & { readonly lines: number };

export type Award = {
  /** The line's share of what the lines that were counted together earn. */
  readonly points: Points;
  /** The rule that gives most; null when none applies. */
  readonly rule: FrozenRule | null;
  /** The rules of its level, oldest first: after a refund the best of them decides again. */
  readonly competing: readonly FrozenRule[];
  readonly counted: Counted;
};

/**
 * What each line of a receipt earns. Lines of one product are counted together, however the till sent
 * them, and share what they earn: by quantity, with the largest remainder, the first line first. A
 * rule on the product beats one on its category, which beats one on the whole shop; within a level the
 * one that gives most wins, the oldest among equals. Without a rule: nothing. `rules` are in the order
 * of their making.
 */
export function decideAwards(
  lines: readonly AwardLine[],
  rules: readonly RewardRule[],
  at: Instant,
): Award[] {
  const inForce = rules.filter((rule) => isInForce(rule, at));
  const awards: Award[] = [];
  for (const group of groupsOf(lines, ({ productId }) => productId)) {
    const [first] = group;
    const competing = competingFor(first.line, inForce);
    const together = group.map(({ line }) => line);
    const counted = countTogether(together);
    const { points, rule } = bestOf(competing, counted);
    const shares = shareByWeights(
      points,
      together.map(({ quantity }) => quantity),
    );
    for (const [nth, { index }] of group.entries()) {
      awards[index] = { points: shares[nth] ?? ZERO, rule, competing, counted };
    }
  }
  return awards;
}

type Grouped<Line> = { readonly line: Line; readonly index: number };

/** The lines that are counted together, with their places, in the order in which they first come. */
export function groupsOf<Line>(
  lines: readonly Line[],
  keyOf: (line: Line) => string,
): Iterable<Group<Grouped<Line>>> {
  const placed = lines.map((line, index) => ({ line, index }));
  return groupBy(placed, ({ line }) => keyOf(line)).values();
}

/** What a rule sees of these lines. */
export function countTogether(
  lines: readonly Pick<AwardLine, "quantity" | "unitPrice">[],
): Counted {
  return {
    lines: lines.length,
    quantity: lines.reduce((all, { quantity }) => all + quantity, 0),
    amount: sum(lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity))),
  };
}

/** The award of what is counted together, under rules that a receipt has frozen. Never less for more. */
export function bestOf(
  competing: readonly FrozenRule[],
  facts: LineFacts,
): { points: Points; rule: FrozenRule | null } {
  let best: { points: Points; rule: FrozenRule | null } = { points: ZERO, rule: null };
  if (facts.quantity === 0) return best;
  for (const rule of competing) {
    const award = ruleKind(rule.kind).award(facts, rule.parameters);
    if (best.rule === null || award > best.points) best = { points: award, rule };
  }
  return best;
}

/** The sentence on the receipt. */
export function explainAward(
  { rule, counted }: Pick<Award, "rule" | "counted">,
  language: Language,
): string {
  if (rule === null) {
    return language === "en" ? "No reward rule applies" : "没有适用的积分规则";
  }
  const because = ruleKind(rule.kind).because(counted, rule.parameters)[language];
  if (counted.lines === 1) return because;
  return language === "en"
    ? `${because} (${counted.lines} lines of this product counted together)`
    : `${because}（本单该商品 ${counted.lines} 行合并计算）`;
}

/**
 * A rule without a start also covers what was sold before it was written, so that receipts posted
 * late, or imported, earn by it. Once somebody has ended it, it covers only the time it stood, or a
 * rule and the one that replaced it would both reach into the past.
 */
function isInForce(rule: RewardRule, at: Instant): boolean {
  const start = rule.startsAt ?? (rule.endedAt === null ? null : rule.createdAt);
  if (start !== null && at < start) return false;
  if (rule.endsAt !== null && at >= rule.endsAt) return false;
  return rule.endedAt === null || at < rule.endedAt;
}

function competingFor(line: AwardLine, rules: readonly RewardRule[]): readonly RewardRule[] {
  const onProduct = rules.filter((rule) => rule.productId === line.productId);
  if (onProduct.length > 0) return onProduct;
  const onCategory = rules.filter(
    (rule) => rule.category !== null && rule.category === line.category,
  );
  if (onCategory.length > 0) return onCategory;
  return rules.filter((rule) => rule.productId === null && rule.category === null);
}
