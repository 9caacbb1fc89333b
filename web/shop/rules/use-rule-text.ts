import type { RewardRule } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";

/** A rule in words: what it applies to, and what it awards. */
export function useRuleText(nameOf: (productId: string) => string) {
  const t = useT();
  return {
    scope(rule: RewardRule): string {
      const { productId, category } = rule.scope;
      if (productId !== undefined) {
        return t("shop.rules.scope.productValue", { name: nameOf(productId) });
      }
      if (category !== undefined) return t("shop.rules.scope.categoryValue", { name: category });
      return t("shop.rules.scope.shop");
    },
    award(rule: RewardRule): string {
      if (rule.kind === "per_unit") return t("shop.rules.summary.per_unit", rule.parameters);
      return rule.parameters.bundles
        .map((bundle) => t("shop.rules.summary.bundle", bundle))
        .join(" · ");
    },
  };
}
