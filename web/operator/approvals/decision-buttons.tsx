import { useState } from "react";
import { isVisible } from "../../../src/kernel/text/characters.ts";
import { REASON_MAXIMUM } from "../../../src/merchants/limits.ts";
import { keys, operator, type Seller, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ConfirmSheet,
  ErrorNote,
  Field,
  Sheet,
  Textarea,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useOperator } from "../operator-context.ts";
import type { MerchantSide } from "./approvals-page.tsx";

type Decision = { decision: "approve" | "suspend"; reason?: string };

/** What an admin can decide about one merchant now. */
export function DecisionButtons(props: { side: MerchantSide; merchant: Seller }) {
  const t = useT();
  const { role } = useOperator();
  const { side, merchant } = props;
  const [open, setOpen] = useState<"approve" | "suspend" | null>(null);
  const decide = useDecision(props, () => setOpen(null));
  if (role !== "admin") return null;
  const { name, status } = merchant;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {status !== "approved" && (
        <Button
          variant={status === "pending" ? "solid" : "soft"}
          size="sm"
          aria-label={
            status === "pending"
              ? t("operator.approvals.approveOf", { name })
              : t("operator.approvals.restoreOf", { name })
          }
          onClick={() => setOpen("approve")}
        >
          {status === "pending" ? t("operator.approvals.approve") : t("operator.approvals.restore")}
        </Button>
      )}
      {status !== "suspended" && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("operator.approvals.suspendOf", { name })}
          onClick={() => setOpen("suspend")}
        >
          {t("operator.approvals.suspend")}
        </Button>
      )}
      <ConfirmSheet
        open={open === "approve"}
        onClose={() => setOpen(null)}
        title={t("operator.approvals.approveTitle", { name })}
        body={
          side === "shops"
            ? t("operator.approvals.approveShopBody")
            : t("operator.approvals.approveSellerBody")
        }
        confirmLabel={t("operator.approvals.approve")}
        busy={decide.busy}
        problem={decide.problem}
        onConfirm={() => void decide.run({ decision: "approve" })}
      />
      {open === "suspend" && (
        <SuspendSheet {...props} decide={decide} onClose={() => setOpen(null)} />
      )}
    </span>
  );
}

function useDecision(of: { side: MerchantSide; merchant: Seller }, onDone: () => void) {
  const t = useT();
  const toast = useToast();
  const { side, merchant } = of;
  return useChange({
    send: ({ decision, reason }: Decision) =>
      operator.decide(side, merchant.id, decision, reason === undefined ? {} : { reason }),
    refresh: [keys.operator(side), keys.operator("overview")],
    onDone: (_answer, { decision }) => {
      onDone();
      const key =
        decision === "approve" ? "operator.approvals.approved" : "operator.approvals.suspended";
      toast({ title: t(key, { name: merchant.name }), tone: "success" });
    },
  });
}

function SuspendSheet(props: {
  side: MerchantSide;
  merchant: Seller;
  decide: ReturnType<typeof useDecision>;
  onClose: () => void;
}) {
  const t = useT();
  const { side, merchant, decide } = props;
  const [reason, setReason] = useState("");
  const [checked, setChecked] = useState(false);
  const missing = checked && !isVisible(reason);
  return (
    <Sheet
      open
      unsaved={useUnsaved(reason)}
      onClose={props.onClose}
      title={t("operator.approvals.suspendTitle", { name: merchant.name })}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (isVisible(reason)) void decide.run({ decision: "suspend", reason });
        }}
      >
        <p>
          {side === "shops"
            ? t("operator.approvals.suspendShopBody")
            : t("operator.approvals.suspendSellerBody")}
        </p>
        <Field
          label={t("operator.approvals.reason")}
          hint={t("operator.approvals.reasonHint")}
          error={missing ? t("common.error.required") : undefined}
        >
          <Textarea
            rows={3}
            maxLength={REASON_MAXIMUM}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {decide.problem !== null && <ErrorNote problem={decide.problem} />}
        <Button type="submit" variant="danger" size="lg" busy={decide.busy}>
          {t("operator.approvals.suspend")}
        </Button>
      </form>
    </Sheet>
  );
}
