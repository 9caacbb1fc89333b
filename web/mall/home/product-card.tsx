import { Link } from "wouter";
import type { ProductCard as Product } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Points, Skeleton } from "../../ui/index.ts";
import { ProductPicture } from "./art.tsx";

/** One product in a grid or on a shelf; the whole card leads to its page. */
export function ProductCard(props: { product: Product; eager?: boolean }) {
  const t = useT();
  const { product } = props;
  return (
    <article className="ui-card relative flex h-full flex-col overflow-hidden transition-transform duration-200 focus-within:outline-3 focus-within:outline-offset-2 focus-within:outline-focus hover:-translate-y-0.5">
      <ProductPicture
        picture={product.picture}
        category={product.category}
        eager={props.eager ?? false}
        className={`aspect-[4/3] w-full ${product.redeemable ? "" : "opacity-45"}`}
      />
      {!product.redeemable && (
        <span className="absolute top-2 left-2 rounded-full bg-surface px-2.5 py-0.5 text-xs font-medium text-ink">
          {t(`mall.product.reason.${product.reason ?? "out_of_stock"}`)}
        </span>
      )}
      <div className="flex flex-1 flex-col gap-1 p-3">
        <h3 className="line-clamp-2 text-sm leading-snug font-medium">
          <Link
            href={`/products/${product.id}`}
            className="outline-none after:absolute after:inset-0"
          >
            <bdi>{product.name}</bdi>
          </Link>
        </h3>
        <p className="truncate text-xs text-muted">
          <bdi>{product.seller.name}</bdi>
        </p>
        <p className="mt-auto flex flex-wrap items-baseline gap-x-1.5 pt-1.5">
          <Points value={product.points} unit="mall" className="text-lg leading-tight" />
          <CashPart fen={product.cash} />
        </p>
      </div>
    </article>
  );
}

/** The part of a price that is paid in money, if there is one. */
export function CashPart(props: { fen: number }) {
  const t = useT();
  const format = useFormat();
  if (props.fen === 0) return null;
  return (
    <span className="text-xs whitespace-nowrap text-muted tabular-nums">
      {t("mall.product.plusCash", { cash: format.money(props.fen) })}
    </span>
  );
}

export const productGrid = "grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4";

export function ProductGrid(props: { products: readonly Product[] }) {
  return (
    <ul className={productGrid}>
      {props.products.map((product, at) => (
        <li key={product.id}>
          <ProductCard product={product} eager={at < 4} />
        </li>
      ))}
    </ul>
  );
}

export function ProductGridSkeleton() {
  const t = useT();
  return (
    <div role="status">
      <span className="sr-only">{t("common.state.loading")}</span>
      <ul aria-hidden className={productGrid}>
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((key) => (
          <li key={key} className="ui-card overflow-hidden">
            <Skeleton className="aspect-[4/3] w-full rounded-none" />
            <span className="flex flex-col gap-2 p-3">
              <Skeleton className="h-4 w-4/5" />
              <Skeleton className="h-3 w-1/2" />
              <Skeleton className="mt-2 h-5 w-2/5" />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
