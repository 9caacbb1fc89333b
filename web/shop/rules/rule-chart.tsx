import { useFormat, useT } from "../../i18n/index.ts";
import { StepChart } from "../charts/step-chart.tsx";
import { curveOf, unitsToShow } from "./curve.ts";
import { definitionOf, type RuleDraft } from "./draft.ts";

/** The curve quantity → points of the form as it stands; nothing while it cannot be read. */
export function RuleChart(props: { draft: RuleDraft }) {
  const t = useT();
  const format = useFormat();
  const definition = definitionOf(props.draft);
  if (definition === null) return null;
  const values = curveOf(definition, unitsToShow(definition));
  const list = values
    .map((points, index) =>
      t("shop.rules.chartPoint", { quantity: index + 1, points: format.number(points) }),
    )
    .join(", ");
  return (
    <figure className="rounded-2xl bg-sunken p-3">
      <figcaption className="mb-1 text-sm font-medium">{t("shop.rules.chart")}</figcaption>
      <StepChart values={values} label={t("shop.rules.chartLabel", { list })} />
      <p className="mt-1 text-xs text-muted">{t("shop.rules.chartNote")}</p>
    </figure>
  );
}
