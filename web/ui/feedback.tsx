import { CircleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import type { ApiProblem } from "../api/index.ts";
import { useT } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { classes } from "./classes.ts";

export type EmptyStateProps = {
  title: ReactNode;
  hint?: ReactNode | undefined;
  icon?: ReactNode | undefined;
  /** What to do first. */
  action?: ReactNode | undefined;
  className?: string | undefined;
};

export function EmptyState(props: EmptyStateProps) {
  return (
    <div
      className={classes(
        "flex flex-col items-center gap-2 px-6 py-10 text-center",
        props.className,
      )}
    >
      {props.icon !== undefined && (
        <span className="mb-1 grid size-14 place-items-center rounded-2xl bg-accent-soft text-accent-strong">
          {props.icon}
        </span>
      )}
      <p className="font-semibold">{props.title}</p>
      {props.hint !== undefined && <p className="max-w-sm text-sm text-muted">{props.hint}</p>}
      {props.action !== undefined && <div className="mt-3">{props.action}</div>}
    </div>
  );
}

/** The shape of what is coming. Give it the size of that. */
export function Skeleton(props: ComponentProps<"span">) {
  return <span aria-hidden {...props} className={classes("ui-skeleton", props.className)} />;
}

/** A refusal or failure, in words, with what to do. Announced when it appears. */
export function ErrorNote(props: {
  problem: ApiProblem;
  onRetry?: (() => void) | undefined;
  className?: string | undefined;
}) {
  const t = useT();
  const { problem } = props;
  const text = textOf(problem, t);
  return (
    <div
      role="alert"
      className={classes(
        "flex items-start gap-2.5 rounded-xl bg-danger-soft px-3.5 py-3 text-sm text-danger",
        props.className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        {problem.title !== "" && problem.title !== text && (
          <p className="font-semibold">{problem.title}</p>
        )}
        <p>{text}</p>
        {problem.retryAfterSeconds !== null && (
          <p>{t("common.error.retryAfter", { seconds: problem.retryAfterSeconds })}</p>
        )}
      </div>
      {props.onRetry !== undefined && (
        <Button variant="ghost" size="sm" className="text-danger" onClick={props.onRetry}>
          {t("common.action.retry")}
        </Button>
      )}
    </div>
  );
}

function textOf(problem: ApiProblem, t: ReturnType<typeof useT>): string {
  if (problem.code === "offline") return t("common.error.offline");
  if (problem.code === "timeout") return t("common.error.timeout");
  return problem.detail || problem.title || t("common.error.unknown");
}
