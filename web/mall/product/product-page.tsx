import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Store, Ticket, Truck } from "lucide-react";
import { useState } from "react";
import { Link } from "wouter";
import { QUANTITY_MAXIMUM } from "../../../src/mall/limits.ts";
import { keys, mall, type ProductDetail, type ProductKind, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Badge, DocumentTitle, ErrorNote, Points } from "../../ui/index.ts";
import { CartLink } from "../frame.tsx";
import { CashPart } from "../home/product-card.tsx";
import { NotFound } from "../not-found.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { BackButton } from "../page-title.tsx";
import { Quantity } from "../quantity.tsx";
import { Gallery } from "./gallery.tsx";
import { RedeemBar } from "./redeem-bar.tsx";

/** Fewer than this are worth a word. */
const lastOnes = 5;

export default function ProductPage(props: { productId: string }) {
  const t = useT();
  const product = useQuery({
    queryKey: keys.mallProduct(props.productId),
    queryFn: () => mall.product(props.productId),
  });
  if (product.error !== null) {
    const problem = problemFrom(product.error);
    if (problem.status === 404) {
      return <NotFound title={t("mall.product.notFound")} hint={t("mall.product.notFoundHint")} />;
    }
    return <ErrorNote className="mt-6" problem={problem} onRetry={() => void product.refetch()} />;
  }
  if (product.data === undefined) return <PageSkeleton />;
  return <Product product={product.data} />;
}

function Product(props: { product: ProductDetail }) {
  const t = useT();
  const format = useFormat();
  const { product } = props;
  const [quantity, setQuantity] = useState(1);
  return (
    <div className="md:grid md:grid-cols-2 md:gap-10 md:pt-8">
      <DocumentTitle parts={[product.name]} />
      <div className="relative">
        <Gallery product={product} />
        <BackButton to="/" className="absolute top-3 left-3 bg-surface/90 shadow-card md:top-3" />
        <CartLink className="absolute top-3 right-3 bg-surface/90 shadow-card md:hidden" />
      </div>
      <div className="flex flex-col gap-4 pt-4 md:pt-0">
        <div>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Points value={product.points} unit="mall" className="text-3xl" />
            <CashPart fen={product.cash} />
          </p>
          <h1 className="mt-2 text-xl leading-snug font-semibold break-words md:text-2xl">
            <bdi>{product.name}</bdi>
          </h1>
          {product.cash > 0 && (
            <p className="mt-1 text-sm text-muted">
              {t("mall.product.cashNote", { cash: format.money(product.cash) })}
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <KindBadge kind={product.kind} />
          <StockText stock={product.stock} />
        </div>
        <SellerLink seller={product.seller} />
        {product.redeemable && (
          <div className="flex items-center justify-between gap-3">
            <span className="text-sm font-medium">{t("mall.product.quantity")}</span>
            <Quantity
              label={t("mall.product.quantity")}
              value={quantity}
              maximum={Math.min(product.stock, QUANTITY_MAXIMUM)}
              onChange={setQuantity}
            />
          </div>
        )}
        <RedeemBar product={product} quantity={quantity} />
        <section>
          <h2 className="mb-1.5 font-semibold">{t("mall.product.description")}</h2>
          <p className="break-words whitespace-pre-line text-muted">
            {product.description || t("mall.product.noDescription")}
          </p>
        </section>
      </div>
    </div>
  );
}

const kindIcons = { physical: Truck, voucher: Ticket, pickup: Store } as const;

function KindBadge(props: { kind: ProductKind }) {
  const t = useT();
  const Icon = kindIcons[props.kind];
  return (
    <Badge tone="info">
      <Icon aria-hidden className="size-3.5" />
      {t(`mall.product.kind.${props.kind}`)}
    </Badge>
  );
}

function StockText(props: { stock: number }) {
  const t = useT();
  const { stock } = props;
  if (stock === 0) return <Badge tone="warning">{t("mall.product.reason.out_of_stock")}</Badge>;
  if (stock < lastOnes) {
    return <Badge tone="warning">{t("mall.product.lastOnes", { stock })}</Badge>;
  }
  return (
    <span className="text-sm text-muted tabular-nums">{t("mall.product.stock", { stock })}</span>
  );
}

function SellerLink(props: { seller: ProductDetail["seller"] }) {
  const t = useT();
  return (
    <Link
      href={`/sellers/${props.seller.id}`}
      className="ui-card flex min-h-14 items-center gap-3 px-4 py-2"
    >
      <Store aria-hidden className="size-5 text-muted" />
      <span className="min-w-0 flex-1 truncate font-medium">
        <bdi>{props.seller.name}</bdi>
      </span>
      <span className="text-sm text-muted">{t("mall.product.visitSeller")}</span>
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </Link>
  );
}
