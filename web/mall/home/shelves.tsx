import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { keys, mall } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ShopMark } from "../../ui/index.ts";
import { ProductCard } from "./product-card.tsx";

const shelfLength = 8;

const row =
  "no-scrollbar -mx-4 flex snap-x gap-3 overflow-x-auto scroll-px-4 px-4 py-1 md:-mx-6 md:scroll-px-6 md:px-6";

/** What the balance is enough for, in stock, the dearest first. */
export function AffordShelf(props: { available: number }) {
  const t = useT();
  const filter = { maxPoints: props.available, inStock: true, sort: "points_desc" } as const;
  const products = useQuery({
    queryKey: ["mall", "afford", props.available],
    queryFn: ({ signal }) => mall.products(filter, signal),
    staleTime: 60_000,
  });
  const items = products.data?.items.slice(0, shelfLength) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="mt-6" aria-labelledby="afford">
      <h2 id="afford" className="mb-2 text-lg font-semibold">
        {t("mall.home.afford")}
      </h2>
      <ul className={row}>
        {items.map((product) => (
          <li key={product.id} className="w-36 shrink-0 snap-start md:w-44">
            <ProductCard product={product} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function SellerRow() {
  const t = useT();
  const sellers = useQuery({
    queryKey: keys.mallSellers,
    queryFn: () => mall.sellers(),
    staleTime: 60_000,
  });
  const items = sellers.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section className="mt-6" aria-labelledby="sellers">
      <h2 id="sellers" className="mb-2 text-lg font-semibold">
        {t("mall.home.sellers")}
      </h2>
      <ul className={row}>
        {items.map((seller) => (
          <li key={seller.id} className="shrink-0 snap-start">
            <Link
              href={`/sellers/${seller.id}`}
              className="ui-card flex min-h-14 items-center gap-3 py-2 pr-5 pl-2.5"
            >
              <ShopMark name={seller.name} colour={seller.colour} />
              <span className="max-w-40">
                <span className="block truncate text-sm font-medium">
                  <bdi>{seller.name}</bdi>
                </span>
                <span className="block text-xs text-muted tabular-nums">
                  {t("mall.seller.products", { count: seller.productCount })}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
