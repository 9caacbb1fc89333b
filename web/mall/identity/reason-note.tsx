import { CircleAlert } from "lucide-react";
import type { ApiProblem } from "../../api/index.ts";
import { type Translate, useT } from "../../i18n/index.ts";
import { ErrorNote } from "../../ui/index.ts";
import { type Reason, reasonOf } from "./reason.ts";

/** Why a check failed, in plain words, announced when it appears. */
export function ReasonNote(props: { problem: ApiProblem }) {
  const t = useT();
  const reason = reasonOf(props.problem);
  if (reason.kind === "other") return <ErrorNote problem={props.problem} />;
  return <Note>{textOf(reason, t)}</Note>;
}

export function Note(props: { children: string }) {
  return (
    <p
      role="alert"
      className="flex items-start gap-2.5 rounded-xl bg-danger-soft px-3.5 py-3 text-sm text-danger"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="min-w-0 flex-1">{props.children}</span>
    </p>
  );
}

function textOf(reason: Exclude<Reason, { kind: "other" }>, t: Translate): string {
  switch (reason.kind) {
    case "fault":
      return t(`mall.identity.fault.${reason.fault}`);
    case "refusal":
      return t(`mall.identity.refusal.${reason.refusal}`);
    case "locked":
      return t("mall.identity.refusal.locked", { minutes: reason.minutes });
  }
}
