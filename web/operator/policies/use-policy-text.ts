import type { Policies, PolicyChanges } from "../../api/index.ts";
import { keyIfKnown, useFormat, useLocale, useT } from "../../i18n/index.ts";

const basisPointsPerOne = 10_000;

/** A policy's name, and its value in words. */
export function usePolicyText() {
  const t = useT();
  const format = useFormat();
  const locale = useLocale();

  function name(policy: string): string {
    const key = keyIfKnown(`operator.policies.${policy}`);
    return key === null ? policy : (t as (key: string) => string)(key);
  }

  function value(policy: string, of: Policies | PolicyChanges): string {
    switch (policy) {
      case "ratioMinimum":
      case "ratioMaximum": {
        const bound = of[policy];
        if (bound === undefined) return "";
        return t("operator.policies.ratioText", { shop: bound.shopPoints, mall: bound.mallPoints });
      }
      case "verificationMethods":
        return (of.verificationMethods ?? []).map((method) => name(`method.${method}`)).join(" · ");
      case "conversionFeeBasisPoints":
      case "commissionBasisPoints": {
        const points = of[policy] ?? 0;
        const percent = new Intl.NumberFormat(locale, {
          style: "percent",
          maximumFractionDigits: 2,
        }).format(points / basisPointsPerOne);
        return t("operator.policies.basisPoints", { points, percent });
      }
      case "timeZone":
        return of.timeZone ?? "";
      case "faceLoginAllowed":
        return t(
          of.faceLoginAllowed ? "operator.policies.allowed" : "operator.policies.notAllowed",
        );
      default: {
        const number = of[policy as keyof PolicyChanges];
        return typeof number === "number" ? format.number(number) : t("operator.policies.never");
      }
    }
  }

  return { name, value };
}
