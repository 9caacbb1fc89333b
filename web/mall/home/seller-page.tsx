import { useQuery } from "@tanstack/react-query";
import { keys, mall, problemFrom, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, DocumentTitle, EmptyState, ErrorNote, ShopMark } from "../../ui/index.ts";
import { CartLink } from "../frame.tsx";
import { NotFound } from "../not-found.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { BackButton } from "../page-title.tsx";
import { ProductGrid, ProductGridSkeleton } from "./product-card.tsx";

export default function SellerPage(props: { sellerId: string }) {
  const t = useT();
  const { sellerId } = props;
  const seller = useQuery({
    queryKey: keys.mallSeller(sellerId),
    queryFn: () => mall.seller(sellerId),
  });
  const products = usePaged({
    key: keys.mallProducts({ sellerId }),
    read: (cursor, signal) => mall.products({ sellerId, cursor, sort: "popular" }, signal),
  });
  if (seller.error !== null) {
    const problem = problemFrom(seller.error);
    if (problem.status === 404) return <NotFound title={t("mall.seller.notFound")} />;
    return <ErrorNote className="mt-6" problem={problem} onRetry={() => void seller.refetch()} />;
  }
  if (seller.data === undefined) return <PageSkeleton />;
  const { name, colour, description, status, productCount } = seller.data;
  return (
    <>
      <DocumentTitle parts={[name]} />
      <header className="flex items-center gap-3 pt-3 pb-4 md:pt-6">
        <BackButton to="/" />
        <ShopMark name={name} colour={colour} size="lg" />
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{name}</bdi>
          </h1>
          <p className="text-sm text-muted">{t("mall.seller.products", { count: productCount })}</p>
        </div>
        <CartLink className="md:hidden" />
      </header>
      {description && <p className="mb-4 text-muted">{description}</p>}
      {status === "suspended" && (
        <p className="mb-4 rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning">
          {t("mall.seller.suspended")}
        </p>
      )}
      {products.problem !== null && (
        <ErrorNote problem={products.problem} onRetry={products.reload} />
      )}
      <h2 className="sr-only">{t("mall.home.all")}</h2>
      {products.loading && <ProductGridSkeleton />}
      {!products.loading && products.items.length === 0 && products.problem === null && (
        <EmptyState title={t("mall.seller.empty")} />
      )}
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
