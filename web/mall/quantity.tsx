import { Minus, Plus } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { IconButton } from "../ui/index.ts";

/** A small whole number between two buttons. */
export function Quantity(props: {
  value: number;
  maximum: number;
  minimum?: number;
  /** What is counted, for those who do not see it. */
  label: string;
  onChange: (value: number) => void;
}) {
  const t = useT();
  const { value, maximum, minimum = 1 } = props;
  return (
    <fieldset className="inline-flex min-w-0 items-center rounded-full border border-line bg-surface">
      <legend className="sr-only">{props.label}</legend>
      <IconButton
        label={t("common.action.decrease")}
        disabled={value <= minimum}
        onClick={() => props.onChange(value - 1)}
      >
        <Minus aria-hidden className="size-4" />
      </IconButton>
      <output aria-live="polite" className="min-w-8 text-center font-semibold tabular-nums">
        {value}
      </output>
      <IconButton
        label={t("common.action.increase")}
        disabled={value >= maximum}
        onClick={() => props.onChange(value + 1)}
      >
        <Plus aria-hidden className="size-4" />
      </IconButton>
    </fieldset>
  );
}
