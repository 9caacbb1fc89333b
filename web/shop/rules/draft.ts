import { isVisible } from "../../../src/kernel/text/characters.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type { NewRewardRule, RuleDefinition, RuleScope } from "../../api/index.ts";

/** A rule as it stands in the form: text, so that nothing typed is ever lost. */
export type RuleDraft = {
  scope: "shop" | "category" | "product";
  productId: string;
  category: string;
  kind: RuleDefinition["kind"];
  perUnitPoints: string;
  bundles: readonly BundleDraft[];
  startsAt: string;
  endsAt: string;
};
/** `key` follows a row while rows are added and taken away. */
export type BundleDraft = { key: number; quantity: string; points: string };

export const emptyDraft: RuleDraft = {
  scope: "product",
  productId: "",
  category: "",
  kind: "per_unit",
  perUnitPoints: "1",
  bundles: [
    { key: 1, quantity: "1", points: "1" },
    { key: 2, quantity: "2", points: "3" },
  ],
  startsAt: "",
  endsAt: "",
};

export type DraftFault =
  | "productMissing"
  | "categoryMissing"
  | "pointsNotWhole"
  | "bundlesNotWhole"
  | "bundlesTwice"
  | "endsBeforeStarts";

/** A whole number of at least `least`, or null. */
export function wholeNumber(text: string, least: number): number | null {
  return readWholeNumber(text, { least });
}

/** The rule's kind and parameters, as far as they can be read; null while they cannot. */
export function definitionOf(draft: RuleDraft): RuleDefinition | null {
  if (draft.kind === "per_unit") {
    const points = wholeNumber(draft.perUnitPoints, 0);
    return points === null ? null : { kind: "per_unit", parameters: { points } };
  }
  const bundles = draft.bundles.flatMap((row) => {
    const quantity = wholeNumber(row.quantity, 1);
    const points = wholeNumber(row.points, 0);
    return quantity === null || points === null ? [] : [{ quantity, points }];
  });
  if (bundles.length === 0 || bundles.length < draft.bundles.length) return null;
  return { kind: "bundles", parameters: { bundles } };
}

/** The rule to publish, or every fault that stands in its way. */
export function readDraft(draft: RuleDraft): { rule: NewRewardRule } | { faults: DraftFault[] } {
  const faults: DraftFault[] = [];
  if (draft.scope === "product" && draft.productId === "") faults.push("productMissing");
  if (draft.scope === "category" && !isVisible(draft.category)) faults.push("categoryMissing");
  const definition = definitionOf(draft);
  if (definition === null) {
    faults.push(draft.kind === "per_unit" ? "pointsNotWhole" : "bundlesNotWhole");
  } else if (definition.kind === "bundles") {
    const quantities = definition.parameters.bundles.map((bundle) => bundle.quantity);
    if (new Set(quantities).size < quantities.length) faults.push("bundlesTwice");
  }
  if (draft.startsAt !== "" && draft.endsAt !== "" && draft.endsAt < draft.startsAt) {
    faults.push("endsBeforeStarts");
  }
  if (definition === null || faults.length > 0) return { faults };
  const rule: NewRewardRule = { ...definition, scope: scopeOf(draft) };
  if (draft.startsAt !== "") rule.startsAt = startOfDay(draft.startsAt);
  if (draft.endsAt !== "") rule.endsAt = endOfDay(draft.endsAt);
  return { rule };
}

function scopeOf(draft: RuleDraft): RuleScope {
  if (draft.scope === "product") return { productId: draft.productId };
  if (draft.scope === "category") return { category: draft.category };
  return {};
}

/** The first instant of a local day typed as `2026-03-01`. */
export function startOfDay(day: string): string {
  return new Date(`${day}T00:00:00.000`).toISOString();
}

/** The last instant of a local day: an end date includes its day. */
export function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59.999`).toISOString();
}
