import { useQuery } from "@tanstack/react-query";
import { SearchX, Store } from "lucide-react";
import { keys, mall, problemFrom, usePaged, useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, DocumentTitle, EmptyState, ErrorNote, LanguageToggle } from "../../ui/index.ts";
import { CartLink } from "../frame.tsx";
import { useWallet } from "../wallet/use-wallet.ts";
import { BalanceCard } from "./balance-card.tsx";
import { Categories, FilterBar, SearchField } from "./filters.tsx";
import { ProductGrid, ProductGridSkeleton } from "./product-card.tsx";
import { AffordShelf, SellerRow } from "./shelves.tsx";
import { type ShelfFilter, useFilter } from "./use-filter.ts";

export function HomePage() {
  const t = useT();
  const { filter, isFiltered, change, clear } = useFilter();
  const { session } = useSession();
  const wallet = useWallet();
  const available = wallet.data?.mall.available ?? null;
  return (
    <>
      <div className="relative isolate pt-3 before:absolute before:inset-y-0 before:left-1/2 before:-z-10 before:w-screen before:-translate-x-1/2 before:bg-linear-to-b before:from-accent-wash before:to-transparent md:pt-6">
        <DocumentTitle parts={[filter.q === "" ? t("mall.title") : filter.q]} />
        <h1 className="sr-only">{t("mall.title")}</h1>
        <div className="flex items-center gap-1">
          <SearchField value={filter.q} onChange={(q) => change({ q })} />
          <CartLink className="md:hidden" />
          <LanguageToggle className="-mr-2 md:hidden" />
        </div>
        {!isFiltered && <BalanceCard session={session} wallet={wallet} />}
      </div>
      <CategoryPart filter={filter} change={change} />
      {!isFiltered && available !== null && available > 0 && <AffordShelf available={available} />}
      {!isFiltered && <SellerRow />}
      <section className="mt-6" aria-labelledby="shelf">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 id="shelf" className="text-lg font-semibold">
            {isFiltered ? t("mall.home.results") : t("mall.home.all")}
          </h2>
          <FilterBar filter={filter} change={change} mayAfford={available !== null} />
        </div>
        <Shelf filter={filter} available={available} onClear={isFiltered ? clear : null} />
      </section>
    </>
  );
}

function CategoryPart(props: {
  filter: ShelfFilter;
  change: (part: Partial<ShelfFilter>) => void;
}) {
  const categories = useQuery({
    queryKey: keys.mallCategories,
    queryFn: () => mall.categories(),
    staleTime: 60_000,
  });
  return (
    <Categories
      categories={categories.data?.items ?? []}
      chosen={props.filter.category}
      onChoose={(category) => props.change({ category })}
    />
  );
}

function Shelf(props: {
  filter: ShelfFilter;
  available: number | null;
  onClear: (() => void) | null;
}) {
  const t = useT();
  const { filter, available } = props;
  const query = {
    q: filter.q,
    category: filter.category ?? undefined,
    sort: filter.sort,
    inStock: filter.inStock || undefined,
    // The server counts from 1; whoever has nothing can afford nothing below that either.
    maxPoints: filter.affordable && available !== null ? Math.max(1, available) : undefined,
  };
  const products = usePaged({
    key: keys.mallProducts(query),
    read: (cursor, signal) => mall.products({ ...query, cursor }, signal),
  });
  if (products.problem !== null) {
    return <ErrorNote problem={problemFrom(products.problem)} onRetry={products.reload} />;
  }
  if (products.loading) return <ProductGridSkeleton />;
  if (products.items.length === 0) return <NothingHere onClear={props.onClear} />;
  return (
    <>
      <ProductGrid products={products.items} />
      {products.hasMore && (
        <div className="mt-5 flex justify-center">
          <Button variant="soft" busy={products.loadingMore} onClick={products.loadMore}>
            {t("common.action.more")}
          </Button>
        </div>
      )}
    </>
  );
}

function NothingHere(props: { onClear: (() => void) | null }) {
  const t = useT();
  if (props.onClear === null) {
    return (
      <EmptyState
        icon={<Store aria-hidden className="size-6" />}
        title={t("mall.home.emptyMall")}
        hint={t("mall.home.emptyMallHint")}
      />
    );
  }
  return (
    <EmptyState
      icon={<SearchX aria-hidden className="size-6" />}
      title={t("mall.home.empty")}
      hint={t("mall.home.emptyHint")}
      action={
        <Button variant="soft" onClick={props.onClear}>
          {t("mall.home.clearFilters")}
        </Button>
      }
    />
  );
}
