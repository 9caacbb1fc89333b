import { Package, Plus } from "lucide-react";
import { useState } from "react";
import { keys, type SellerProduct, selling, useChange, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  Card,
  ConfirmSheet,
  EmptyState,
  ErrorNote,
  Money,
  Page,
  Points,
  Skeleton,
  useToast,
} from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import { CodesSheet } from "./codes-sheet.tsx";
import { ProductSheet } from "./product-sheet.tsx";
import { useCategoryText } from "./use-category-text.ts";

type Open = { sheet: "new" } | { sheet: "edit" | "codes"; product: SellerProduct } | null;

/** What the seller lists in the mall. */
export function ProductsPage() {
  const t = useT();
  const { sellerId, status } = useSeller();
  const [open, setOpen] = useState<Open>(null);
  const products = usePaged({
    key: keys.sellerPart(sellerId, "products"),
    read: (cursor) => selling.products(sellerId, { cursor }),
  });
  const close = () => setOpen(null);
  return (
    <Page
      title={t("seller.products.title")}
      actions={
        <Button variant="solid" onClick={() => setOpen({ sheet: "new" })}>
          <Plus aria-hidden className="size-4" />
          {t("seller.products.add")}
        </Button>
      }
    >
      {products.problem !== null && (
        <ErrorNote problem={products.problem} onRetry={products.reload} />
      )}
      {products.loading && <Skeleton className="h-64 w-full" />}
      {!products.loading && products.problem === null && products.items.length === 0 && (
        <EmptyState
          title={t("seller.products.empty")}
          hint={
            status === "pending"
              ? t("seller.products.emptyPending")
              : t("seller.products.emptyHint")
          }
        />
      )}
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {products.items.map((product) => (
          <li key={product.id}>
            <ProductCard product={product} onOpen={setOpen} />
          </li>
        ))}
      </ul>
      {products.hasMore && (
        <Button
          variant="soft"
          className="self-center"
          busy={products.loadingMore}
          onClick={products.loadMore}
        >
          {t("common.action.more")}
        </Button>
      )}
      {open?.sheet === "new" && <ProductSheet product={null} onClose={close} />}
      {open?.sheet === "edit" && <ProductSheet product={open.product} onClose={close} />}
      {open?.sheet === "codes" && <CodesSheet product={open.product} onClose={close} />}
    </Page>
  );
}

function ProductCard(props: { product: SellerProduct; onOpen: (open: Open) => void }) {
  const t = useT();
  const categoryText = useCategoryText();
  const { product } = props;
  return (
    <Card className="flex h-full flex-col gap-3 p-4">
      <div className="flex gap-3">
        {product.picture === null ? (
          <span className="grid size-18 shrink-0 place-items-center rounded-xl bg-sunken text-muted">
            <Package aria-hidden className="size-7" />
          </span>
        ) : (
          <img
            src={product.picture}
            alt=""
            width={72}
            height={72}
            loading="lazy"
            className="size-18 shrink-0 rounded-xl object-cover"
          />
        )}
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold break-words">
            <bdi>{product.name}</bdi>
          </h2>
          <p className="text-sm text-muted">
            {categoryText(product.category)} · {t(`seller.orders.kind.${product.kind}`)}
          </p>
          <p className="mt-1">
            <Points value={product.points} unit="mall" />
            {product.cash > 0 && (
              <span className="text-sm text-muted">
                {" + "}
                <Money fen={product.cash} />
              </span>
            )}
          </p>
        </div>
      </div>
      <div className="mt-auto flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <ProductState product={product} />
        <ProductActions product={product} onOpen={props.onOpen} />
      </div>
    </Card>
  );
}

function ProductState(props: { product: SellerProduct }) {
  const t = useT();
  const { product } = props;
  return (
    <p className="flex items-center gap-2 text-sm">
      <Badge tone={product.status === "active" ? "success" : "neutral"}>
        {t(`common.status.${product.status}`)}
      </Badge>
      {product.stock === 0 ? (
        <Badge tone="warning">{t("seller.products.outOfStock")}</Badge>
      ) : (
        <span className="text-muted tabular-nums">
          {t("seller.products.stockIs", { stock: product.stock })}
        </span>
      )}
    </p>
  );
}

function ProductActions(props: { product: SellerProduct; onOpen: (open: Open) => void }) {
  const t = useT();
  const toast = useToast();
  const { sellerId } = useSeller();
  const { product } = props;
  const [hiding, setHiding] = useState(false);
  const change = useChange({
    send: (status: SellerProduct["status"]) =>
      selling.changeProduct(sellerId, product.id, { status }),
    refresh: [keys.sellerPart(sellerId, "products")],
    onDone: (changed) => {
      setHiding(false);
      const key = changed.status === "hidden" ? "seller.products.hidden" : "seller.products.shown";
      toast({ title: t(key, { name: product.name }), tone: "success" });
    },
  });
  return (
    <span className="flex gap-1">
      {product.kind === "voucher" && (
        <Button variant="ghost" size="sm" onClick={() => props.onOpen({ sheet: "codes", product })}>
          {t("seller.products.codes")}
          <span className="sr-only">
            <bdi>{product.name}</bdi>
          </span>
        </Button>
      )}
      <Button
        variant="ghost"
        size="sm"
        busy={change.busy}
        onClick={() => (product.status === "active" ? setHiding(true) : void change.run("active"))}
      >
        {product.status === "active" ? t("seller.products.hide") : t("seller.products.show")}
        <span className="sr-only">
          <bdi>{product.name}</bdi>
        </span>
      </Button>
      <Button variant="soft" size="sm" onClick={() => props.onOpen({ sheet: "edit", product })}>
        {t("common.action.edit")}
        <span className="sr-only">
          <bdi>{product.name}</bdi>
        </span>
      </Button>
      <ConfirmSheet
        open={hiding}
        onClose={() => setHiding(false)}
        title={t("seller.products.hideTitle", { name: product.name })}
        body={t("seller.products.hideBody")}
        confirmLabel={t("seller.products.hide")}
        busy={change.busy}
        problem={change.problem}
        onConfirm={() => void change.run("hidden")}
      />
    </span>
  );
}
