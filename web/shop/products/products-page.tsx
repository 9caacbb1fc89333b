import { Plus } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { spacedOnce } from "../../../src/kernel/text/characters.ts";
import { earning, keys, type ShopProduct, useChange, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  ConfirmSheet,
  EmptyState,
  ErrorNote,
  Field,
  Input,
  Money,
  Page,
  Skeleton,
  Table,
  Toolbar,
  useToast,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { ProductSheet } from "./product-sheet.tsx";

/** What the shop sells: find, add, change, archive. */
export function ProductsPage() {
  const t = useT();
  const { shopId } = useShop();
  const [typed, setTyped] = useState("");
  const q = useDeferredValue(spacedOnce(typed));
  const [editing, setEditing] = useState<ShopProduct | "new" | null>(null);
  const products = usePaged({
    key: keys.shopPart(shopId, "products", "list", q),
    read: (cursor, signal) => earning.products(shopId, { q, cursor }, signal),
  });
  return (
    <Page
      title={t("shop.products.title")}
      actions={
        <Button variant="solid" onClick={() => setEditing("new")}>
          <Plus aria-hidden className="size-4" />
          {t("shop.products.add")}
        </Button>
      }
    >
      <Toolbar>
        <Field label={t("shop.products.search")} className="w-full sm:max-w-sm">
          <Input type="search" value={typed} onChange={(event) => setTyped(event.target.value)} />
        </Field>
      </Toolbar>
      {products.problem !== null && (
        <ErrorNote problem={products.problem} onRetry={products.reload} />
      )}
      {products.loading ? (
        <Skeleton className="h-64 w-full" />
      ) : products.items.length > 0 ? (
        <ProductTable products={products.items} onEdit={setEditing} />
      ) : q === "" ? (
        <EmptyState title={t("shop.products.empty")} hint={t("shop.products.emptyHint")} />
      ) : (
        <EmptyState title={t("shop.products.noMatch", { text: q })} />
      )}
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
      {editing !== null && (
        <ProductSheet
          product={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}

function ProductTable(props: {
  products: readonly ShopProduct[];
  onEdit: (product: ShopProduct) => void;
}) {
  const t = useT();
  return (
    <Table
      caption={t("shop.products.title")}
      rows={props.products}
      rowKey={(product) => product.id}
      columns={[
        {
          key: "name",
          header: t("shop.products.name"),
          cell: (product) => (
            <button
              type="button"
              onClick={() => props.onEdit(product)}
              className="min-h-11 text-left font-medium hover:underline"
            >
              <bdi>{product.name}</bdi>
            </button>
          ),
        },
        {
          key: "barcode",
          header: t("shop.products.barcode"),
          cell: (product) => <span className="tabular-nums">{product.barcode}</span>,
        },
        {
          key: "category",
          header: t("shop.products.category"),
          cell: (product) => product.category,
        },
        {
          key: "price",
          header: t("shop.products.price"),
          align: "end",
          cell: (product) => <Money fen={product.price} />,
        },
        {
          key: "status",
          header: t("shop.products.status"),
          cell: (product) => (
            <Badge tone={product.status === "active" ? "success" : "neutral"}>
              {t(`common.status.${product.status}`)}
            </Badge>
          ),
        },
        {
          key: "actions",
          header: t("common.table.actions"),
          align: "end",
          cell: (product) => <RowActions product={product} onEdit={props.onEdit} />,
        },
      ]}
    />
  );
}

function RowActions(props: { product: ShopProduct; onEdit: (product: ShopProduct) => void }) {
  const t = useT();
  const { shopId } = useShop();
  const toast = useToast();
  const { product } = props;
  const [archiving, setArchiving] = useState(false);
  const change = useChange({
    send: (status: ShopProduct["status"]) => earning.changeProduct(shopId, product.id, { status }),
    refresh: [keys.shopPart(shopId, "products")],
    onDone: (changed) => {
      setArchiving(false);
      const key =
        changed.status === "archived" ? "shop.products.archived" : "shop.products.restored";
      toast({ title: t(key, { name: product.name }), tone: "success" });
    },
  });
  return (
    <span className="inline-flex justify-end gap-1">
      <Button variant="ghost" size="sm" onClick={() => props.onEdit(product)}>
        {t("common.action.edit")}
        <span className="sr-only">
          <bdi>{product.name}</bdi>
        </span>
      </Button>
      <Button
        variant="ghost"
        size="sm"
        busy={change.busy}
        onClick={() =>
          product.status === "active" ? setArchiving(true) : void change.run("active")
        }
      >
        {product.status === "active" ? t("shop.products.archive") : t("shop.products.restore")}
        <span className="sr-only">
          <bdi>{product.name}</bdi>
        </span>
      </Button>
      <ConfirmSheet
        open={archiving}
        onClose={() => setArchiving(false)}
        title={t("shop.products.archiveTitle", { name: product.name })}
        body={t("shop.products.archiveBody")}
        confirmLabel={t("shop.products.archive")}
        tone="danger"
        busy={change.busy}
        problem={change.problem}
        onConfirm={() => void change.run("archived")}
      />
    </span>
  );
}
