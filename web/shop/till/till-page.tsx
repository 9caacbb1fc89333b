import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { earning, keys, problemFrom, useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ErrorNote, Skeleton } from "../../ui/index.ts";
import { ProductSheet } from "../products/product-sheet.tsx";
import { useShop } from "../shop-context.ts";
import { EntryField } from "./entry/entry-field.tsx";
import { openTill } from "./open-till.ts";
import { PaySheet } from "./pay-sheet.tsx";
import { ProductTiles } from "./product-tiles.tsx";
import { ReceiptPanel } from "./receipt-panel.tsx";
import type { TillSession } from "./session.ts";
import { UnsettledList } from "./unsettled-list.tsx";
import { useAwardPreview } from "./use-award-preview.ts";
import { useTill } from "./use-till.ts";
import { useTillKeys } from "./use-till-keys.ts";

/** More than fit a screen; what is not among them is found by the server. */
const tilesMaximum = 100;

/** Selling: scan or choose, see what the customer earns, take the money, record. */
export function TillPage() {
  const { shopId } = useShop();
  const accountId = useSession().session?.account.id ?? null;
  const session = useTillSession(shopId, accountId);
  return session === null ? <Skeleton className="h-72 w-full" /> : <OpenTill session={session} />;
}

/** The session of this tab; null while the browser's storage is read. */
function useTillSession(shopId: string, accountId: string | null): TillSession | null {
  const [opened, setOpened] = useState<{ name: string; session: TillSession } | null>(null);
  const name = JSON.stringify([shopId, accountId]);
  useEffect(() => {
    if (accountId === null) return;
    let isCurrent = true;
    void openTill(shopId, accountId).then((session) => {
      if (isCurrent) setOpened({ name, session });
    });
    return () => {
      isCurrent = false;
    };
  }, [shopId, accountId, name]);
  return opened?.name === name ? opened.session : null;
}

/** What is on top of the till: nothing, taking the money, a receipt to settle, a new product. */
type OnTop =
  | { is: "pay"; opened: string | null }
  | { is: "newProduct"; barcode: string }
  | { is: "nothing" };

function OpenTill(props: { session: TillSession }) {
  const t = useT();
  const { session } = props;
  const { shopId } = useShop();
  const [onTop, setOnTop] = useState<OnTop>({ is: "nothing" });
  const field = useRef<HTMLInputElement>(null);
  const products = useTiles(shopId);
  const pay = () => setOnTop({ is: "pay", opened: null });
  const till = useTill({
    session,
    shopId,
    products: products.active,
    onCheckout: pay,
    onUnsettled() {
      const { receipts } = session.queue.view();
      const [oldest] = receipts.filter(({ state }) => state.is === "waiting");
      if (oldest !== undefined) setOnTop({ is: "pay", opened: oldest.number });
    },
  });
  const preview = useAwardPreview(shopId, till.basket, till.member?.customerId ?? null);
  const root = useTillKeys({ field, isCovered: onTop.is !== "nothing", onEnter: till.submit });

  function close() {
    setOnTop({ is: "nothing" });
    requestAnimationFrame(() => field.current?.focus());
  }

  return (
    <div
      ref={root}
      className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] xl:grid-cols-[minmax(0,1fr)_27rem]"
    >
      <h1 className="sr-only">{t("shop.till.title")}</h1>
      <div className="flex min-w-0 flex-col gap-4">
        <EntryField
          till={till}
          field={field}
          onAddProduct={(barcode) => setOnTop({ is: "newProduct", barcode })}
        />
        <Notes session={session} isRestored={till.isRestored} />
        <UnsettledList session={session} isCovered={onTop.is === "pay"} />
        {products.problem !== null && (
          <ErrorNote problem={products.problem} onRetry={products.reload} />
        )}
        {products.isPending ? (
          <Skeleton className="h-64 w-full" />
        ) : (
          <ProductTiles
            products={till.field.shown}
            none={products.active.length === 0}
            onChoose={till.choose}
          />
        )}
      </div>
      <ReceiptPanel till={till} preview={preview} onCheckout={pay} />
      {onTop.is === "pay" && (
        <PaySheet {...{ session, till, preview }} opened={onTop.opened} onClose={close} />
      )}
      {onTop.is === "newProduct" && (
        <ProductSheet
          product={null}
          barcode={onTop.barcode}
          onSaved={till.choose}
          onClose={close}
        />
      )}
    </div>
  );
}

function useTiles(shopId: string) {
  const products = useQuery({
    queryKey: keys.shopPart(shopId, "products", "till"),
    queryFn: ({ signal }) => earning.products(shopId, { limit: tilesMaximum }, signal),
    staleTime: 60_000,
  });
  return {
    active: (products.data?.items ?? []).filter((product) => product.status === "active"),
    isPending: products.isPending,
    problem: products.error === null ? null : problemFrom(products.error),
    reload: () => void products.refetch(),
  };
}

/** What the till says about itself: the basket was restored, or nothing can be kept here. */
function Notes(props: { session: TillSession; isRestored: boolean }) {
  const t = useT();
  return (
    <>
      {!props.session.isDurable && (
        <p role="status" className="rounded-2xl bg-warning-soft px-4 py-3 text-sm text-warning">
          {t("shop.till.notDurable")}
        </p>
      )}
      {props.isRestored && (
        <p role="status" className="px-4 text-sm text-muted">
          {t("shop.till.restored")}
        </p>
      )}
    </>
  );
}
