import { CircleCheck, Clock3, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, ConfirmSheet } from "../../ui/index.ts";
import { amountOf } from "./basket/basket.ts";
import type { PendingReceipt } from "./receipts/pending-receipt.ts";
import type { TillSession } from "./session.ts";
import { useReceipts } from "./use-receipts.ts";

/** Receipts of this device that are not done with: not confirmed, refused, or confirmed unseen. */
export function UnsettledList(props: { session: TillSession; isCovered: boolean }) {
  const t = useT();
  const { session, isCovered } = props;
  const { receipts, sending } = useReceipts(session.queue);
  // The sheet on top of it shows the same receipt.
  const shown = isCovered ? [] : receipts;
  return (
    <section aria-label={t("shop.till.unsettled")} aria-live="polite" className="empty:hidden">
      {shown.length > 0 && (
        <ul className="flex flex-col gap-2">
          {shown.map((receipt) => (
            <Row
              key={receipt.number}
              session={session}
              receipt={receipt}
              isSending={sending.has(receipt.number)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

const looks = {
  waiting: { icon: Clock3, tone: "bg-warning-soft text-warning" },
  recorded: { icon: CircleCheck, tone: "bg-success-soft text-success" },
  refused: { icon: TriangleAlert, tone: "bg-danger-soft text-danger" },
} as const;

function Row(props: { session: TillSession; receipt: PendingReceipt; isSending: boolean }) {
  const t = useT();
  const format = useFormat();
  const { receipt } = props;
  const { state } = receipt;
  const { icon: Icon, tone } = looks[state.is];
  return (
    <li className={`flex flex-wrap items-center gap-x-3 gap-y-1 rounded-2xl px-4 py-2 ${tone}`}>
      <Icon aria-hidden className="size-5 shrink-0" />
      <div className="min-w-48 flex-1 text-sm break-words">
        <p className="font-semibold">
          {t(`shop.till.unsettled.${state.is}`, {
            number: receipt.number,
            amount: format.money(amountOf(receipt.basket)),
          })}
        </p>
        <Detail receipt={receipt} />
      </div>
      <Actions {...props} />
    </li>
  );
}

function Detail(props: { receipt: PendingReceipt }) {
  const t = useT();
  const { state } = props.receipt;
  if (state.is === "waiting") return <p>{t("shop.till.waiting.explain")}</p>;
  if (state.is === "refused") return <p>{state.problem.detail || state.problem.title}</p>;
  const { points, customerName: name } = state.answer;
  if (name === null) return null;
  return <p>{t("shop.till.unsettled.earned", { name, points })}</p>;
}

function Actions(props: { session: TillSession; receipt: PendingReceipt; isSending: boolean }) {
  const t = useT();
  const { session, receipt } = props;
  const { number, state } = receipt;
  const [discarding, setDiscarding] = useState(false);
  const [isBusyTill, setBusyTill] = useState(false);
  const dismiss = () => void session.queue.dismiss(number);
  if (state.is === "waiting") {
    return (
      <Button size="sm" busy={props.isSending} onClick={() => void session.queue.send(number)}>
        {t("shop.till.waiting.retry")}
      </Button>
    );
  }
  if (state.is === "recorded") {
    return (
      <Button size="sm" onClick={dismiss}>
        {t("common.action.done")}
      </Button>
    );
  }
  return (
    <>
      {isBusyTill && (
        <p role="alert" className="w-full text-sm">
          {t("shop.till.unsettled.finishFirst")}
        </p>
      )}
      <Button size="sm" onClick={async () => setBusyTill(!(await session.giveBack(receipt)))}>
        {t("shop.till.unsettled.giveBack")}
      </Button>
      <Button variant="ghost" size="sm" onClick={() => setDiscarding(true)}>
        {t("shop.till.unsettled.discard")}
      </Button>
      <ConfirmSheet
        open={discarding}
        onClose={() => setDiscarding(false)}
        title={t("shop.till.unsettled.discardTitle", { number })}
        body={t("shop.till.unsettled.discardBody")}
        confirmLabel={t("shop.till.unsettled.discard")}
        tone="danger"
        onConfirm={dismiss}
      />
    </>
  );
}
