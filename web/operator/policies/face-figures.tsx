import { useT } from "../../i18n/index.ts";

/** What was measured about the thresholds, beside the fields in which they are set. */
export function FaceFigures() {
  const t = useT();
  return <p className="mt-2 text-sm text-muted">{t("operator.policies.faceFigures")}</p>;
}
