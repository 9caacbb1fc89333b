import { ScanLine } from "lucide-react";
import { useT } from "../../../i18n/index.ts";
import { Badge, Button, ErrorNote } from "../../../ui/index.ts";
import { useShop } from "../../shop-context.ts";
import type { Notice } from "../till-state.ts";
import type { Till } from "../use-till.ts";

/** The one field of the till: it takes barcodes, names, quantities and member codes. */
export function EntryField(props: {
  till: Till;
  field: React.RefObject<HTMLInputElement | null>;
  onAddProduct: (barcode: string) => void;
}) {
  const t = useT();
  const { till } = props;
  return (
    <div>
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            till.submit();
          }}
        >
          <div className="flex min-h-14 items-center gap-3 rounded-2xl border border-line-strong bg-surface px-4 focus-within:outline-3 focus-within:outline-focus">
            <ScanLine aria-hidden className="size-5 shrink-0 text-muted" />
            <input
              ref={props.field}
              value={till.field.typed}
              onChange={(event) => till.field.type(event.target.value)}
              aria-label={t("shop.till.entry")}
              aria-describedby="till-entry-hint"
              placeholder={t("shop.till.entry")}
              autoComplete="off"
              autoCorrect="off"
              spellCheck={false}
              enterKeyHint="go"
              className="min-h-13 min-w-0 flex-1 bg-transparent text-lg outline-none placeholder:text-muted"
            />
            {till.quantityNext !== null && (
              <Badge tone="accent">
                {t("shop.till.quantityNext", { quantity: till.quantityNext })}
              </Badge>
            )}
          </div>
        </form>
      </search>
      <p id="till-entry-hint" className="mt-1.5 hidden px-4 text-sm text-muted sm:block">
        {t("shop.till.entryHint")}
      </p>
      <div aria-live="polite" className="px-4 text-sm">
        <NoticeText notice={till.field.notice} onAddProduct={props.onAddProduct} />
      </div>
    </div>
  );
}

function NoticeText(props: { notice: Notice; onAddProduct: (barcode: string) => void }) {
  const t = useT();
  const { notice } = props;
  if (notice === null) return null;
  switch (notice.kind) {
    case "added":
      return (
        <span className="sr-only">
          {t("shop.till.added", { name: notice.name, quantity: notice.quantity })}
        </span>
      );
    case "several":
      return (
        <p className="mt-1 font-medium">{t("shop.till.ambiguous", { count: notice.count })}</p>
      );
    case "memberCodeExpired":
      return <p className="mt-1 font-medium text-danger">{t("shop.till.customerExpired")}</p>;
    case "unknownBarcode":
      return <UnknownBarcode barcode={notice.barcode} onAddProduct={props.onAddProduct} />;
    case "noCode":
      return <p className="mt-1 text-danger">{t("shop.till.noCode", { count: notice.count })}</p>;
    case "notFound":
      return (
        <p className="mt-1 text-danger">
          <strong className="font-semibold">
            {t("shop.till.notFound", { text: notice.text })}
          </strong>{" "}
          {t("shop.till.notFoundHint")}
        </p>
      );
    case "problem":
      return <ErrorNote problem={notice.problem} />;
  }
}

/** A cashier may not add products, and is told whom to ask. */
function UnknownBarcode(props: { barcode: string; onAddProduct: (barcode: string) => void }) {
  const t = useT();
  const { role } = useShop();
  const { barcode, onAddProduct } = props;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-danger">
        <strong className="font-semibold">{t("shop.till.unknownBarcode", { barcode })}</strong>{" "}
        {role === "cashier" && t("shop.till.unknownBarcodeCashier")}
      </p>
      {role !== "cashier" && (
        <Button size="sm" onClick={() => onAddProduct(barcode)}>
          {t("shop.till.unknownBarcodeAdd")}
        </Button>
      )}
    </div>
  );
}
