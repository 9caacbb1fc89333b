import { useState } from "react";
import { pointsFromJson } from "../../../src/kernel/points.ts";
import type { Conversion, Quote } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, Field, NumberInput } from "../../ui/index.ts";
import { ConfirmPart } from "./confirm-part.tsx";
import { QuotePart } from "./quote-part.tsx";
import {
  askFor,
  type ConvertibleShop,
  faultOf,
  firstAsk,
  missingForFirst,
  stepOf,
  stepsOf,
} from "./steps.ts";
import { useQuote } from "./use-quote.ts";

/** How much, what the server gives for it, and the way to do it. */
export function AmountPart(props: {
  shop: ConvertibleShop;
  need: number | null;
  onConverted: (quote: Quote, conversion: Conversion) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { shop } = props;
  const steps = stepsOf(shop);
  const [typed, setTyped] = useState(() => String(firstAsk(shop, props.need)));
  const asked = Number(typed || "0");
  const fault = faultOf(shop, pointsFromJson(asked));
  const quote = useQuote(shop, fault === null ? asked : null);

  if (shop.available < 0) return <Notice text={t("mall.convert.negative")} />;
  if (steps.most < steps.least) {
    const points = missingForFirst(shop);
    return <Notice text={t("mall.convert.notEnoughForOne", { points })} />;
  }
  return (
    <>
      <div className="flex flex-col gap-3">
        <Field
          label={t("mall.convert.amount")}
          error={
            fault === null
              ? undefined
              : t(`mall.convert.${fault.kind}`, { points: format.number(fault.points) })
          }
        >
          <span className="flex gap-2">
            <NumberInput value={typed} onChange={setTyped} className="text-2xl font-semibold" />
            <Button onClick={() => setTyped(String(shop.available))}>
              {t("mall.convert.all")}
            </Button>
          </span>
        </Field>
        {steps.most > steps.least && (
          <input
            type="range"
            aria-label={t("mall.convert.slider")}
            aria-valuetext={format.number(asked)}
            min={steps.least}
            max={steps.most}
            step={1}
            value={Math.min(Math.max(stepOf(shop, asked), steps.least), steps.most)}
            onChange={(event) => setTyped(String(askFor(shop, Number(event.target.value))))}
            className="h-11 w-full rounded-full accent-accent"
          />
        )}
        <p className="text-sm text-muted">{t("mall.convert.steps")}</p>
      </div>
      <QuotePart shop={shop} quote={quote} />
      <ConfirmPart shop={shop} quote={quote} onConverted={props.onConverted} />
    </>
  );
}

function Notice(props: { text: string }) {
  return (
    <p role="status" className="rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning">
      {props.text}
    </p>
  );
}
