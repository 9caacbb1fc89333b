import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  EyeClosed,
  LoaderCircle,
  type LucideIcon,
  ScanFace,
} from "lucide-react";
import { useEffect } from "react";
import type { Ask, Capture, Cue } from "../../camera/index.ts";
import { useT } from "../../i18n/index.ts";
import { classes } from "../../ui/index.ts";

/** The picture is a mirror: the person's left is on the left. */
const icons: Record<Ask, LucideIcon> = {
  look_straight: ScanFace,
  turn_left: ArrowLeft,
  turn_right: ArrowRight,
  nod: ArrowDown,
  blink: EyeClosed,
};

/** Felt by those whose eyes are shut or turned away; browsers without it do nothing. */
const BUZZ_MILLISECONDS = 40;

/** One instruction at a time, large, and said at once by screen readers. */
export function CueLine(props: { phase: Capture["state"]["phase"]; cue: Cue | null }) {
  const t = useT();
  const { phase, cue } = props;
  const ask = cue?.ask ?? null;
  useEffect(() => {
    if (ask !== null) navigator.vibrate?.(BUZZ_MILLISECONDS);
  }, [ask]);
  const Icon = ask !== null ? icons[ask] : phase === "ready" ? ScanFace : LoaderCircle;
  return (
    <p className="flex min-h-14 items-center gap-3">
      <span
        aria-hidden
        className={classes(
          "grid size-12 shrink-0 place-items-center rounded-2xl",
          ask === null || ask === "look_straight"
            ? "bg-accent-soft text-accent-strong"
            : "bg-accent text-on-accent",
        )}
      >
        <Icon
          className={classes(
            "size-6",
            Icon === LoaderCircle && "animate-[ui-spin_1s_linear_infinite]",
          )}
        />
      </span>
      <span
        role="status"
        aria-live="assertive"
        className={classes("min-w-0 flex-1", ask !== null && "text-lg font-semibold")}
      >
        {ask !== null && t(`mall.identity.cue.${ask}`)}
        {ask === null && phase === "ready" && t("mall.identity.camera.ready")}
        {ask === null &&
          (phase === "drawing" || phase === "performing") &&
          t("mall.identity.camera.starting")}
        {(phase === "sending" || phase === "finished") && t("mall.identity.camera.sending")}
      </span>
    </p>
  );
}

/** Over the picture: which movement of how many, and the time that is left. */
export function CueProgress(props: { cue: Cue; count: number }) {
  const t = useT();
  const { cue, count } = props;
  // Of the steps before this one every second was a movement.
  const done = Math.floor(cue.index / 2);
  const step = Math.min(done + 1, count);
  return (
    <p className="flex items-center justify-between gap-3 bg-night/80 px-4 py-2 text-sm text-on-night">
      <span className="flex items-center gap-2">
        <span aria-hidden className="hidden gap-1 min-[24rem]:flex">
          {Array.from({ length: count }, (_, at) => at).map((at) => (
            <span
              key={at}
              className={classes(
                "h-1.5 w-5 rounded-full",
                at < done || cue.action === at + 1 ? "bg-night-accent" : "bg-on-night-muted/50",
              )}
            />
          ))}
        </span>
        {t("mall.identity.camera.stepOf", { step, count })}
      </span>
      <span className="tabular-nums">
        {t("mall.identity.camera.secondsLeft", { seconds: cue.secondsLeft })}
      </span>
    </p>
  );
}
