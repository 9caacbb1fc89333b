import { useQuery } from "@tanstack/react-query";
import { earning, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { DateTime, ErrorNote, Money, Sheet, Skeleton } from "../../ui/index.ts";

/** The receipt behind a movement: what was bought and what each line earned. */
export function ReceiptSheet(props: { saleId: string; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const receipt = useQuery({
    queryKey: ["me", "receipts", props.saleId],
    queryFn: () => earning.receipt(props.saleId),
  });
  const sale = receipt.data;
  return (
    <Sheet open onClose={props.onClose} title={sale?.shopName ?? t("mall.receipt.title")}>
      {receipt.error !== null && <ErrorNote problem={problemFrom(receipt.error)} />}
      {receipt.isPending && <Skeleton className="h-48 w-full" />}
      {sale !== undefined && (
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap justify-between gap-2 text-sm text-muted">
            <span>{t("mall.receipt.number", { number: sale.receiptNumber })}</span>
            <DateTime at={sale.soldAt} />
          </p>
          <ul className="divide-y divide-line border-y border-line">
            {sale.lines.map((line, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a receipt's lines never change, and one product may stand on two.
              <li key={at} className="flex items-baseline gap-3 py-2.5">
                <span className="min-w-0 flex-1">
                  <span className="block break-words">
                    <bdi>{line.name}</bdi>
                  </span>
                  <span className="block text-sm text-muted tabular-nums">
                    <Money fen={line.unitPrice} /> × {line.quantity}
                    {line.refundedQuantity > 0 &&
                      ` · ${t("mall.receipt.returned", { count: line.refundedQuantity })}`}
                  </span>
                </span>
                <span className="font-semibold tabular-nums">{format.signed(line.points)}</span>
              </li>
            ))}
          </ul>
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1">
            <dt className="text-muted">{t("mall.receipt.amount")}</dt>
            <dd className="text-right font-semibold">
              <Money fen={sale.amount} />
            </dd>
            <dt className="text-muted">{t("mall.receipt.points")}</dt>
            <dd className="text-right font-semibold tabular-nums">{format.signed(sale.points)}</dd>
            {sale.refundedPoints > 0 && (
              <>
                <dt className="text-muted">{t("mall.receipt.refunded")}</dt>
                <dd className="text-right font-semibold tabular-nums">
                  {format.signed(-sale.refundedPoints)}
                </dd>
              </>
            )}
          </dl>
        </div>
      )}
    </Sheet>
  );
}
