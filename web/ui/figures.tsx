import { initialOf } from "../../src/kernel/text/graphemes.ts";
import { useFormat, useT } from "../i18n/index.ts";
import { classes } from "./classes.ts";
import { readableOn } from "./shop-colour.ts";

/** Mall points, or the points of one shop with its name and colour. */
export type PointsUnit = "mall" | { name: string; colour: string };

export type PointsProps = {
  value: number;
  unit: PointsUnit;
  /** Writes + before an increase. */
  sign?: boolean | undefined;
  className?: string | undefined;
};

/**
 * Points with their unit. Mall points are in the accent colour with the word; a shop's points carry
 * the shop's mark: the two never look alike.
 */
export function Points(props: PointsProps) {
  const t = useT();
  const format = useFormat();
  const figures = props.sign ? format.signed(props.value) : format.number(props.value);
  if (props.unit === "mall") {
    return (
      <span className={classes("whitespace-nowrap text-accent tabular-nums", props.className)}>
        <span className="font-semibold">{figures}</span>
        <span className="ml-[0.25em] text-[max(0.7em,0.75rem)]">{t("common.unit.mall")}</span>
      </span>
    );
  }
  return (
    <span
      className={classes(
        "inline-flex items-center gap-[0.35em] whitespace-nowrap tabular-nums",
        props.className,
      )}
    >
      <ShopMark {...props.unit} size="text" />
      <span className="font-semibold">{figures}</span>
      <span className="sr-only">{t("common.unit.shop", { shop: props.unit.name })}</span>
    </span>
  );
}

/** An amount in fen. */
export function Money(props: { fen: number; className?: string | undefined }) {
  const format = useFormat();
  return (
    <span className={classes("whitespace-nowrap tabular-nums", props.className)}>
      {format.money(props.fen)}
    </span>
  );
}

/** An instant, as day and time or as a day. */
export function DateTime(props: { at: string; day?: boolean; className?: string | undefined }) {
  const format = useFormat();
  return (
    <time dateTime={props.at} className={classes("tabular-nums", props.className)}>
      {props.day ? format.date(props.at) : format.dateTime(props.at)}
    </time>
  );
}

const markSizes = {
  text: "size-[1.25em] rounded-[0.35em]",
  md: "size-11 rounded-xl",
  lg: "size-14 rounded-2xl",
} as const;

/** A shop's colour and first letter. It only decorates: the name stands beside it. */
export function ShopMark(props: {
  name: string;
  colour: string;
  size?: keyof typeof markSizes | undefined;
  className?: string | undefined;
}) {
  const size = props.size ?? "md";
  return (
    <span
      aria-hidden
      className={classes(
        "inline-grid shrink-0 place-items-center font-semibold leading-none select-none",
        markSizes[size],
        props.className,
      )}
      style={{ background: props.colour, color: readableOn(props.colour) }}
    >
      <span className={size === "text" ? "text-[0.7em]" : "text-lg"}>{initialOf(props.name)}</span>
    </span>
  );
}
