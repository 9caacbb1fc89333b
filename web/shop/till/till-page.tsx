import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { earning, keys, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ErrorNote, Skeleton } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { EntryField } from "./entry-field.tsx";
import { PaySheet } from "./pay-sheet.tsx";
import { ProductTiles } from "./product-tiles.tsx";
import { ReceiptPanel } from "./receipt-panel.tsx";
import { useAwardPreview } from "./use-award-preview.ts";
import { useTill } from "./use-till.ts";

/** More than fit a screen; what is not among them is found by the server. */
const tilesMaximum = 100;

/** Selling: scan or choose, see what the customer earns, take the money, record. */
export function TillPage() {
  const t = useT();
  const { shopId } = useShop();
  const [paying, setPaying] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const products = useQuery({
    queryKey: keys.shopPart(shopId, "products", "till"),
    queryFn: ({ signal }) => earning.products(shopId, { limit: tilesMaximum }, signal),
    staleTime: 60_000,
  });
  const active = (products.data?.items ?? []).filter((product) => product.status === "active");
  const till = useTill({ shopId, products: active, onCheckout: () => setPaying(true) });
  const preview = useAwardPreview(shopId, till.basket, till.member?.customerId ?? null);
  useScannerFocus(field, !paying);

  function closePay(recorded: boolean) {
    setPaying(false);
    if (recorded) till.clear();
    requestAnimationFrame(() => field.current?.focus());
  }

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,1fr)_27rem]">
      <h1 className="sr-only">{t("shop.till.title")}</h1>
      <div className="flex min-w-0 flex-col gap-4">
        <EntryField till={till} field={field} />
        {products.error !== null && (
          <ErrorNote
            problem={problemFrom(products.error)}
            onRetry={() => void products.refetch()}
          />
        )}
        {products.isPending ? (
          <Skeleton className="h-64 w-full" />
        ) : (
          <ProductTiles
            products={till.field.shown}
            none={active.length === 0}
            onChoose={till.choose}
          />
        )}
      </div>
      <ReceiptPanel till={till} preview={preview} onCheckout={() => setPaying(true)} />
      {paying && <PaySheet till={till} preview={preview} onClose={closePay} />}
    </div>
  );
}

/**
 * A barcode scanner is a keyboard that types wherever the focus is. Typing while nothing that takes
 * text is focused goes to the till's field; fields and buttons keep the keys that are theirs.
 */
function useScannerFocus(field: React.RefObject<HTMLInputElement | null>, on: boolean) {
  useEffect(() => {
    if (!on) return;
    field.current?.focus();
    function towardsField(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
      const target = event.target as HTMLElement;
      if (target.closest("input, textarea, select, [role='dialog']") !== null) return;
      if (event.key === " " && target.closest("button, a") !== null) return;
      field.current?.focus();
    }
    window.addEventListener("keydown", towardsField, true);
    return () => window.removeEventListener("keydown", towardsField, true);
  }, [field, on]);
}
