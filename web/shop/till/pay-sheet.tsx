import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import {
  earning,
  keys,
  type NewSale,
  type SaleAnswer,
  useChange,
  useIntent,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Field, Input, Points, Sheet } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { amountOf, wireLines } from "./basket.ts";
import type { AwardPreview } from "./use-award-preview.ts";
import { useReceiptNumber } from "./use-receipt-number.ts";
import type { Till } from "./use-till.ts";

/** The last steps of a sale: Enter records it, Enter again starts the next one. */
export function PaySheet(props: {
  till: Till;
  preview: AwardPreview;
  onClose: (recorded: boolean) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { shopId } = useShop();
  const { till } = props;
  const numbers = useReceiptNumber(shopId);
  const [receiptNumber, setReceiptNumber] = useState(numbers.suggested);
  const sale = useRecordSale(numbers.used);
  const recorded = sale.answer;

  function record() {
    const member = till.member === null ? {} : { customerId: till.member.customerId };
    void sale.run({
      receiptNumber: receiptNumber.trim(),
      ...member,
      lines: wireLines(till.basket),
    });
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose(recorded !== null)}
      title={
        recorded === null
          ? t("shop.till.pay.title", { amount: format.money(amountOf(till.basket)) })
          : t("shop.till.done.title")
      }
    >
      <form
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (recorded !== null) props.onClose(true);
          else if (!sale.busy) record();
        }}
      >
        {recorded === null ? (
          <>
            <PayFacts till={till} preview={props.preview} />
            <ReceiptNumberField
              value={receiptNumber}
              onChange={setReceiptNumber}
              error={
                sale.problem?.code === "receipt_number_reused"
                  ? sale.problem.detail
                  : sale.problem?.fieldError("/receiptNumber")
              }
            />
            {sale.problem?.saysMoreThan("/receiptNumber") &&
              sale.problem.code !== "receipt_number_reused" && <ErrorNote problem={sale.problem} />}
            <RecordButton busy={sale.busy} />
          </>
        ) : (
          <Recorded sale={recorded} />
        )}
      </form>
    </Sheet>
  );
}

/** Keeps the focus, which a button loses while it is busy: after a failure Enter tries again. */
function RecordButton(props: { busy: boolean }) {
  const t = useT();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!props.busy) button.current?.focus();
  }, [props.busy]);
  return (
    <Button ref={button} type="submit" variant="solid" size="lg" busy={props.busy} autoFocus>
      {t("shop.till.pay.submit")}
    </Button>
  );
}

/** Records once however often Enter is pressed; `onUsed` hears the number that was taken. */
function useRecordSale(onUsed: (receiptNumber: string) => void) {
  const { shopId } = useShop();
  const intent = useIntent();
  return useChange({
    send: (body: NewSale) => intent.attempt(body, (key) => earning.recordSale(shopId, body, key)),
    refresh: [keys.shopPart(shopId, "sales"), keys.shopPart(shopId, "summary")],
    onDone: (_answer, body) => onUsed(body.receiptNumber),
  });
}

function PayFacts(props: { till: Till; preview: AwardPreview }) {
  const t = useT();
  const { member } = props.till;
  const preview = props.preview.current;
  if (member === null) return <p className="text-muted">{t("shop.till.pay.withoutCustomer")}</p>;
  return (
    <p className="text-lg">
      {preview === null
        ? t("shop.till.pay.noPreview")
        : t("shop.till.pay.withCustomer", { name: member.displayName, points: preview.points })}
    </p>
  );
}

function ReceiptNumberField(props: {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) {
  const t = useT();
  return (
    <Field
      label={t("shop.till.pay.receiptNumber")}
      hint={t("shop.till.pay.receiptHint")}
      error={props.error}
    >
      <Input
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        required
        maxLength={64}
        autoComplete="off"
      />
    </Field>
  );
}

function Recorded(props: { sale: SaleAnswer }) {
  const t = useT();
  const format = useFormat();
  const { shopName, colour } = useShop();
  const { sale } = props;
  return (
    <>
      <div role="status" className="flex flex-col items-center gap-2 py-4 text-center">
        <CircleCheck aria-hidden className="size-14 text-success" />
        {sale.customerName === null ? (
          <p className="text-lg font-medium">{t("shop.till.done.anonymous")}</p>
        ) : (
          <>
            <p className="text-muted">{t("shop.till.done.earned", { name: sale.customerName })}</p>
            <p className="text-3xl font-semibold">
              <Points value={sale.points} unit={{ name: shopName, colour }} sign />
            </p>
          </>
        )}
        {sale.pendingUntil !== null && sale.points > 0 && (
          <p>{t("shop.till.done.pending", { date: format.dateTime(sale.pendingUntil) })}</p>
        )}
        {sale.balance !== null && (
          <p className="text-muted tabular-nums">
            {t("shop.till.done.balance", { points: sale.balance.available })}
          </p>
        )}
        {sale.balance !== null && sale.balance.pending > 0 && (
          <p className="text-sm text-muted tabular-nums">
            {t("shop.till.done.waiting", { points: sale.balance.pending })}
          </p>
        )}
        {sale.balance !== null && sale.balance.available < 0 && (
          <p className="text-sm text-muted">{t("common.balance.negative")}</p>
        )}
        <p className="text-sm text-muted">
          {t("shop.till.done.receipt", { number: sale.receiptNumber })}
        </p>
      </div>
      <Button key="next" type="submit" variant="solid" size="lg" autoFocus>
        {t("shop.till.done.next")}
      </Button>
    </>
  );
}
