import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { textOf } from "../../../src/kernel/text/canonical.ts";
import { canonicalIdentifier } from "../../../src/kernel/text/identifier.ts";
import { ApiProblem, keys } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Field, Input, Sheet } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { amountOf } from "./basket/basket.ts";
import type { KeptProblem, PendingReceipt } from "./receipts/pending-receipt.ts";
import { Recorded } from "./recorded.tsx";
import type { TillSession } from "./session.ts";
import type { AwardPreview } from "./use-award-preview.ts";
import { useReceipts } from "./use-receipts.ts";
import type { Till } from "./use-till.ts";

/**
 * The last steps of a sale: Enter records it, Enter again starts the next one. From the moment it is
 * recorded the sheet shows the stored receipt; closing the sheet stops nothing.
 */
export function PaySheet(props: {
  session: TillSession;
  till: Till;
  preview: AwardPreview;
  /** A receipt that is not settled, to look at; null for the basket of the till. */
  opened: string | null;
  onClose: () => void;
}) {
  const t = useT();
  const format = useFormat();
  const { session, till } = props;
  const [number, setNumber] = useState(props.opened);
  const [ownNumber, setOwnNumber] = useState("");
  const receipt = useReceipts(session.queue).receipts.find((one) => one.number === number) ?? null;
  const refusal = useGivenBack(session, receipt, setNumber);
  useRefreshWhenRecorded(receipt);

  function close() {
    if (receipt?.state.is === "recorded") void session.queue.dismiss(receipt.number);
    props.onClose();
  }

  if (receipt !== null) {
    const isRecorded = receipt.state.is === "recorded";
    const amount = format.money(amountOf(receipt.basket));
    const title = isRecorded ? t("shop.till.done.title") : t("shop.till.waiting.title", { amount });
    return (
      <Sheet open onClose={close} title={title}>
        {receipt.state.is === "recorded" ? (
          <Recorded sale={receipt.state.answer} onNext={close} />
        ) : (
          <Unsettled session={session} receipt={receipt} />
        )}
      </Sheet>
    );
  }
  return (
    <Sheet
      open
      onClose={close}
      title={t("shop.till.pay.title", { amount: format.money(amountOf(till.basket)) })}
    >
      <PayForm {...props} {...{ ownNumber, setOwnNumber, refusal }} onStored={setNumber} />
    </Sheet>
  );
}

/** A refused receipt on screen becomes the basket again; what was refused, and why, is answered. */
function useGivenBack(
  session: TillSession,
  receipt: PendingReceipt | null,
  setNumber: (number: null) => void,
): KeptProblem | null {
  const [refusal, setRefusal] = useState<KeptProblem | null>(null);
  const state = receipt?.state;
  const refused = state?.is === "refused" ? receipt : null;
  useEffect(() => {
    if (refused?.state.is !== "refused") return;
    setRefusal(refused.state.problem);
    void session.giveBack(refused).then(() => setNumber(null));
  }, [refused, session, setNumber]);
  return refusal;
}

function useRefreshWhenRecorded(receipt: PendingReceipt | null) {
  const { shopId } = useShop();
  const client = useQueryClient();
  const isRecorded = receipt?.state.is === "recorded";
  useEffect(() => {
    if (!isRecorded) return;
    void client.invalidateQueries({ queryKey: keys.shopPart(shopId, "sales") });
    void client.invalidateQueries({ queryKey: keys.shopPart(shopId, "summary") });
  }, [isRecorded, client, shopId]);
}

function PayForm(props: {
  session: TillSession;
  till: Till;
  preview: AwardPreview;
  ownNumber: string;
  setOwnNumber: (ownNumber: string) => void;
  refusal: KeptProblem | null;
  onStored: (number: string) => void;
}) {
  const t = useT();
  const { session, refusal, ownNumber } = props;
  const [fault, setFault] = useState<"numberWaiting" | "notStored" | null>(null);
  // A ref, because two presses of Enter can come before the next render.
  const storing = useRef(false);
  const isAboutNumber = refusal?.code === "receipt_number_reused";

  async function record() {
    if (storing.current) return;
    storing.current = true;
    setFault(null);
    try {
      const stored = await session.record(textOf(canonicalIdentifier(ownNumber)));
      if (stored === "number_waiting") setFault("numberWaiting");
      else props.onStored(stored.number);
    } catch (thrown) {
      console.error(thrown);
      setFault("notStored");
    } finally {
      storing.current = false;
    }
  }

  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      <PayFacts till={props.till} preview={props.preview} />
      <Field
        label={t("shop.till.pay.receiptNumber")}
        hint={t("shop.till.pay.receiptHint")}
        error={
          fault === "numberWaiting"
            ? t("shop.till.pay.numberWaiting")
            : isAboutNumber
              ? refusal.detail
              : undefined
        }
      >
        <Input
          value={ownNumber}
          placeholder={t("shop.till.pay.receiptAutomatic")}
          onChange={(event) => props.setOwnNumber(event.target.value)}
          maxLength={64}
          autoComplete="off"
        />
      </Field>
      {refusal !== null && !isAboutNumber && <ErrorNote problem={new ApiProblem(refusal)} />}
      {fault === "notStored" && <NotStored />}
      <Button type="submit" variant="solid" size="lg" autoFocus>
        {t("shop.till.pay.submit")}
      </Button>
    </form>
  );
}

function NotStored() {
  const t = useT();
  return (
    <p role="alert" className="text-sm font-medium text-danger">
      {t("shop.till.pay.notStored")}
    </p>
  );
}

/** On its way, or not confirmed: Enter asks again, with the same number and the same content. */
function Unsettled(props: { session: TillSession; receipt: PendingReceipt }) {
  const t = useT();
  const { session, receipt } = props;
  const { number, state } = receipt;
  const isSending = useReceipts(session.queue).sending.has(number);
  const problem = state.is === "waiting" ? state.problem : null;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isSending) button.current?.focus();
  }, [isSending]);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void session.queue.send(number);
      }}
    >
      <p className="text-muted">{t("shop.till.done.receipt", { number })}</p>
      <div aria-live="polite" className="flex flex-col gap-3">
        {problem === null ? (
          <p>{t("shop.till.waiting.sending")}</p>
        ) : (
          <>
            <ErrorNote problem={new ApiProblem(problem)} />
            <p>{t("shop.till.waiting.explain")}</p>
          </>
        )}
      </div>
      <Button ref={button} type="submit" variant="solid" size="lg" busy={isSending}>
        {t("shop.till.waiting.retry")}
      </Button>
    </form>
  );
}

function PayFacts(props: { till: Till; preview: AwardPreview }) {
  const t = useT();
  const { member } = props.till;
  const preview = props.preview.current;
  if (member === null) return <p className="text-muted">{t("shop.till.pay.withoutCustomer")}</p>;
  return (
    <p className="text-lg break-words">
      {preview === null
        ? t("shop.till.pay.noPreview")
        : t("shop.till.pay.withCustomer", { name: member.displayName, points: preview.points })}
    </p>
  );
}
