import { useDeferredValue, useState } from "react";
import { textOf } from "../../../src/kernel/text/canonical.ts";
import { canonicalIdentifier } from "../../../src/kernel/text/identifier.ts";
import { earning, keys, type Sale, usePaged } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  EmptyState,
  ErrorNote,
  Field,
  Input,
  Money,
  Page,
  Points,
  Skeleton,
  Table,
  Toolbar,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { ReceiptSheet } from "./receipt-sheet.tsx";

/** Every receipt, newest first; opening one shows its lines and takes goods back. */
export function ReceiptsPage() {
  const t = useT();
  const { shopId } = useShop();
  const [typed, setTyped] = useState("");
  const receiptNumber = useDeferredValue(textOf(canonicalIdentifier(typed)) ?? "");
  const [openSaleId, setOpenSaleId] = useState<string | null>(null);
  const sales = usePaged({
    key: keys.shopPart(shopId, "sales", receiptNumber),
    read: (cursor) => earning.sales(shopId, { receiptNumber, cursor }),
  });
  const open = sales.items.find((sale) => sale.id === openSaleId) ?? null;
  return (
    <Page title={t("shop.receipts.title")}>
      <Toolbar>
        <Field label={t("shop.receipts.search")} className="w-full sm:max-w-sm">
          <Input type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </Toolbar>
      {sales.problem !== null && <ErrorNote problem={sales.problem} onRetry={sales.reload} />}
      {sales.loading ? (
        <Skeleton className="h-64 w-full" />
      ) : sales.items.length > 0 ? (
        <SaleTable sales={sales.items} onOpen={(sale) => setOpenSaleId(sale.id)} />
      ) : receiptNumber === "" ? (
        <EmptyState title={t("shop.receipts.empty")} hint={t("shop.receipts.emptyHint")} />
      ) : (
        <EmptyState title={t("shop.receipts.notFound", { number: receiptNumber })} />
      )}
      {sales.hasMore && (
        <Button
          variant="soft"
          className="self-center"
          busy={sales.loadingMore}
          onClick={sales.loadMore}
        >
          {t("common.action.more")}
        </Button>
      )}
      {open !== null && <ReceiptSheet sale={open} onClose={() => setOpenSaleId(null)} />}
    </Page>
  );
}

function SaleTable(props: { sales: readonly Sale[]; onOpen: (sale: Sale) => void }) {
  const t = useT();
  const format = useFormat();
  const { shopName, colour } = useShop();
  return (
    <Table
      caption={t("shop.receipts.title")}
      rows={props.sales}
      rowKey={(sale) => sale.id}
      columns={[
        {
          key: "number",
          header: t("shop.receipts.number"),
          cell: (sale) => (
            <Button
              variant="ghost"
              size="sm"
              className="-ml-3.5"
              aria-label={t("shop.receipts.open", { number: sale.receiptNumber })}
              onClick={() => props.onOpen(sale)}
            >
              <span className="font-medium tabular-nums">{sale.receiptNumber}</span>
            </Button>
          ),
        },
        {
          key: "soldAt",
          header: t("shop.receipts.soldAt"),
          cell: (sale) => format.dateTime(sale.soldAt),
        },
        {
          key: "customer",
          header: t("shop.receipts.customer"),
          cell: (sale) => sale.customerName ?? t("shop.receipts.anonymous"),
        },
        {
          key: "amount",
          header: t("shop.receipts.amount"),
          align: "end",
          cell: (sale) => <Money fen={sale.amount} />,
        },
        {
          key: "points",
          header: t("shop.receipts.points"),
          align: "end",
          cell: (sale) => (
            <>
              <Points value={sale.points} unit={{ name: shopName, colour }} />
              {sale.refundedPoints > 0 && (
                <span className="block text-xs text-muted">
                  {t("shop.receipts.refunded", { points: sale.refundedPoints })}
                </span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
