import { Minus, Plus } from "lucide-react";
import { useState } from "react";
import { earning, keys, type Sale, type SaleLine, useChange, useIntent } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  ConfirmSheet,
  IconButton,
  Money,
  Points,
  Sheet,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import {
  piecesReturned,
  type RefundDraft,
  refundLines,
  returnable,
  setReturned,
} from "./refund-draft.ts";

/** One receipt: its lines, what came back already, and how many more to take back. */
export function ReceiptSheet(props: { sale: Sale; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { sale } = props;
  const [draft, setDraft] = useState<RefundDraft>({});
  const [confirming, setConfirming] = useState(false);
  const refund = useRefund(sale, () => {
    setConfirming(false);
    setDraft({});
  });
  const pieces = piecesReturned(draft);
  const allReturned = sale.lines.every((line) => returnable(line) === 0);
  return (
    <>
      <Sheet
        open={!confirming}
        unsaved={useUnsaved(refundLines(draft))}
        onClose={props.onClose}
        title={t("shop.till.done.receipt", { number: sale.receiptNumber })}
      >
        <div className="flex flex-col gap-4">
          <p className="text-muted">
            {format.dateTime(sale.soldAt)} · {sale.customerName ?? t("shop.receipts.anonymous")}
          </p>
          <ul className="divide-y divide-line">
            {sale.lines.map((line, index) => (
              <ReceiptLine
                // Lines of one receipt have no id but their place, which never changes.
                // biome-ignore lint/suspicious/noArrayIndexKey: the place is the line's identity
                key={index}
                line={line}
                returned={draft[index] ?? 0}
                onReturned={(quantity) => setDraft(setReturned(draft, { index, quantity, line }))}
              />
            ))}
          </ul>
          <div className="flex justify-between border-t border-line pt-3 font-semibold">
            <span>{t("shop.till.total")}</span>
            <Money fen={sale.amount} />
          </div>
          <p className="text-sm text-muted">
            {allReturned ? t("shop.refund.allRefunded") : t("shop.refund.hint")}
          </p>
          {!allReturned && (
            <Button
              variant="danger"
              size="lg"
              disabled={pieces === 0}
              onClick={() => setConfirming(true)}
            >
              {pieces === 0 ? t("shop.refund.nothing") : t("shop.refund.start")}
            </Button>
          )}
        </div>
      </Sheet>
      <ConfirmSheet
        open={confirming}
        onClose={() => setConfirming(false)}
        title={t("shop.refund.confirmTitle", { count: pieces })}
        body={t("shop.refund.confirmBody", { count: pieces })}
        confirmLabel={t("shop.refund.submit")}
        tone="danger"
        busy={refund.busy}
        problem={refund.problem}
        onConfirm={() => void refund.run({ lines: refundLines(draft) })}
      />
    </>
  );
}

function useRefund(sale: Sale, onDone: () => void) {
  const t = useT();
  const toast = useToast();
  const { shopId } = useShop();
  const intent = useIntent();
  return useChange({
    send: (body: { lines: { line: number; quantity: number }[] }) =>
      intent.attempt(body, (key) => earning.refund(shopId, sale.id, body, key)),
    refresh: [keys.shopPart(shopId, "sales"), keys.shopPart(shopId, "summary")],
    onDone: (answer) => {
      onDone();
      toast({
        tone: "success",
        title:
          answer.balance === null
            ? t("shop.refund.done", { points: answer.pointsTaken })
            : t("shop.refund.doneBalance", {
                points: answer.pointsTaken,
                balance: answer.balance.available,
              }),
      });
    },
  });
}

function ReceiptLine(props: {
  line: SaleLine;
  returned: number;
  onReturned: (quantity: number) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { shopName, colour } = useShop();
  const { line, returned } = props;
  const most = returnable(line);
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          <bdi>{line.name}</bdi>
        </p>
        <p className="text-sm text-muted tabular-nums">
          {format.number(line.quantity)} × {format.money(line.unitPrice)} ·{" "}
          <Points value={line.points} unit={{ name: shopName, colour }} />
          {line.refundedQuantity > 0 &&
            ` · ${t("shop.receipts.lineRefunded", { quantity: line.refundedQuantity })}`}
        </p>
      </div>
      {most > 0 && (
        <fieldset
          aria-label={t("shop.refund.quantityOf", { name: line.name, most })}
          className="flex items-center"
        >
          <IconButton
            label={t("common.action.decrease")}
            disabled={returned === 0}
            onClick={() => props.onReturned(returned - 1)}
          >
            <Minus aria-hidden className="size-4" />
          </IconButton>
          <output className="w-12 text-center font-semibold tabular-nums" aria-live="polite">
            {format.number(returned)} / {format.number(most)}
          </output>
          <IconButton
            label={t("common.action.increase")}
            disabled={returned === most}
            onClick={() => props.onReturned(returned + 1)}
          >
            <Plus aria-hidden className="size-4" />
          </IconButton>
        </fieldset>
      )}
    </li>
  );
}
