import { ShoppingCart, Store } from "lucide-react";
import { useEffect } from "react";
import { Link, useLocation } from "wouter";
import { useT } from "../../i18n/index.ts";
import { Button, Card, EmptyState, ErrorNote, Points, useToast } from "../../ui/index.ts";
import { CashPart } from "../home/product-card.tsx";
import { LinkButton } from "../link-button.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { PageTitle } from "../page-title.tsx";
import { groupBySeller, obstacleOf, type PricedLine, type SellerGroup, totalOf } from "./cart.ts";
import { LineRow } from "./line-row.tsx";
import { useCart, usePriced } from "./use-cart.ts";

export default function CartPage() {
  const t = useT();
  const toast = useToast();
  const cart = useCart();
  const { priced, gone, loading, problem, reload } = usePriced(cart.lines);
  const goneKey = gone.join(" ");

  // Products that are listed no more leave the cart, with a word about it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `gone` is new with every draw; its ids decide.
  useEffect(() => {
    if (goneKey === "") return;
    toast({ title: t("mall.cart.gone", { count: gone.length }), tone: "info" });
    cart.remove(gone);
  }, [goneKey]);

  return (
    <>
      <PageTitle title={t("mall.cart.title")} back="/" />
      {problem !== null && <ErrorNote problem={problem} onRetry={reload} className="mb-4" />}
      {cart.lines.length === 0 ? (
        <EmptyState
          icon={<ShoppingCart aria-hidden className="size-6" />}
          title={t("mall.cart.empty")}
          hint={t("mall.cart.emptyHint")}
          action={<LinkButton href="/">{t("mall.cart.browse")}</LinkButton>}
        />
      ) : loading && priced.length === 0 ? (
        <PageSkeleton />
      ) : (
        <div className="flex flex-col gap-4">
          {groupBySeller(priced).map((group) => (
            <SellerCard key={group.seller.id} group={group} />
          ))}
          <Total lines={priced} />
        </div>
      )}
    </>
  );
}

function SellerCard(props: { group: SellerGroup }) {
  const t = useT();
  const toast = useToast();
  const cart = useCart();
  const { seller, lines } = props.group;
  return (
    <Card className="px-4 pt-2 pb-1">
      <h2>
        <Link
          href={`/sellers/${seller.id}`}
          className="inline-flex min-h-11 items-center gap-2 font-semibold"
        >
          <Store aria-hidden className="size-4 text-muted" />
          <bdi>{seller.name}</bdi>
        </Link>
      </h2>
      <ul className="divide-y divide-line">
        {lines.map((line) => (
          <LineRow
            key={line.product.id}
            line={line}
            onChange={(quantity) => cart.set({ productId: line.product.id, quantity })}
            onRemove={() => {
              cart.remove([line.product.id]);
              toast({ title: t("mall.cart.removed", { name: line.product.name }) });
            }}
          />
        ))}
      </ul>
    </Card>
  );
}

function Total(props: { lines: readonly PricedLine[] }) {
  const t = useT();
  const [, go] = useLocation();
  const total = totalOf(props.lines);
  const isBlocked = props.lines.some((line) => obstacleOf(line) !== null);
  return (
    <div className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 md:bottom-4">
      <div className="ui-card flex flex-wrap items-center justify-between gap-3 p-4 shadow-float">
        <p>
          <span className="block text-sm text-muted">{t("mall.cart.total")}</span>
          <Points value={total.points} unit="mall" className="text-2xl" />{" "}
          <CashPart fen={total.cash} />
        </p>
        <Button
          variant="solid"
          size="lg"
          disabled={isBlocked || props.lines.length === 0}
          onClick={() => go("/checkout")}
        >
          {t("mall.cart.checkout")}
        </Button>
        {isBlocked && <p className="w-full text-sm text-danger">{t("mall.cart.blocked")}</p>}
      </div>
    </div>
  );
}
