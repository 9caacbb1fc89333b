import { Check, X } from "lucide-react";
import type { Order } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { DateTime } from "../../ui/index.ts";
import { type Step, timelineOf } from "./timeline.ts";

export function Timeline(props: { order: Order }) {
  const t = useT();
  const { order } = props;
  const steps = timelineOf(order);
  return (
    <>
      <ol>
        {steps.map((step, at) => (
          <li
            key={step.key}
            aria-current={step.state === "next" ? "step" : undefined}
            className="relative flex gap-3 pb-5 last:pb-0"
          >
            {at < steps.length - 1 && (
              <span
                aria-hidden
                className={`absolute top-6 bottom-0 left-3 w-0.5 -translate-x-1/2 ${steps[at + 1]?.state === "done" ? "bg-accent" : "bg-line"}`}
              />
            )}
            <Dot step={step} />
            <span className="flex flex-1 flex-wrap items-baseline justify-between gap-x-3">
              <span className={step.state === "done" ? "font-medium" : "text-muted"}>
                {t(`mall.order.step.${step.key}`)}
              </span>
              {step.at !== null && <DateTime at={step.at} className="text-sm text-muted" />}
            </span>
          </li>
        ))}
      </ol>
      {order.cancelledBy !== null && (
        <p className="mt-3 rounded-xl bg-sunken px-3.5 py-2.5 text-sm">
          {t(`mall.order.cancelledBy.${order.cancelledBy}`)}
          {order.cancelReason !== null && (
            <span className="block text-muted">
              {t("mall.order.reason", { reason: order.cancelReason })}
            </span>
          )}
        </p>
      )}
    </>
  );
}

function Dot(props: { step: Step }) {
  const { state, key } = props.step;
  const looks = {
    done: "bg-accent text-on-accent",
    next: "border-2 border-accent bg-surface",
    later: "border-2 border-line-strong bg-surface",
  } as const;
  const Icon = key === "cancelled" ? X : Check;
  return (
    <span
      aria-hidden
      className={`z-0 grid size-6 shrink-0 place-items-center rounded-full ${looks[state]}`}
    >
      {state === "done" && <Icon className="size-3.5" strokeWidth={3} />}
      {state === "next" && <span className="size-2 rounded-full bg-accent" />}
    </span>
  );
}
