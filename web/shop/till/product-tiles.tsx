import type { ShopProduct } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { EmptyState } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";

/** Products to press: what the typed text finds, or everything. */
export function ProductTiles(props: {
  products: readonly ShopProduct[];
  /** The shop sells nothing yet, which is not the same as "nothing matches". */
  none: boolean;
  onChoose: (product: ShopProduct) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { role } = useShop();
  if (props.none) {
    const hint = role === "cashier" ? "shop.till.noProductsCashier" : "shop.till.noProductsHint";
    return <EmptyState title={t("shop.till.noProducts")} hint={t(hint)} />;
  }
  return (
    <ul
      aria-label={t("shop.till.products")}
      className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2.5"
    >
      {props.products.map((product) => (
        <li key={product.id}>
          <button
            type="button"
            onClick={() => props.onChoose(product)}
            aria-label={t("shop.till.addLabel", {
              name: product.name,
              price: format.money(product.price),
            })}
            className="flex h-full min-h-24 w-full flex-col justify-between gap-2 rounded-2xl border border-line bg-surface p-3 text-left transition-colors hover:border-accent active:bg-accent-soft"
          >
            <span className="line-clamp-2 font-medium">{product.name}</span>
            <span className="flex items-baseline justify-between gap-2 text-sm">
              <span className="font-semibold tabular-nums">{format.money(product.price)}</span>
              <span className="truncate text-xs text-muted">{product.category}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
