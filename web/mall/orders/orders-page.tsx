import { Package } from "lucide-react";
import { Link, useSearchParams } from "wouter";
import { keys, mall, type Order, type OrderStatus, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, DateTime, EmptyState, ErrorNote, Points, Skeleton, Tabs } from "../../ui/index.ts";
import { CashPart } from "../home/product-card.tsx";
import { LinkButton } from "../link-button.tsx";
import { PageTitle } from "../page-title.tsx";
import { LinePicture } from "./line-picture.tsx";
import { OrderBadge } from "./order-badge.tsx";

const statuses: readonly OrderStatus[] = [
  "placed",
  "accepted",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
];

export default function OrdersPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const status = statuses.find((known) => known === params.get("status"));
  return (
    <>
      <PageTitle title={t("mall.orders.title")} />
      <Tabs
        label={t("mall.orders.filter")}
        value={status ?? "all"}
        onChange={(value) => setParams(value === "all" ? {} : { status: value }, { replace: true })}
        items={[
          { value: "all", label: t("mall.orders.all") },
          ...statuses.map((value) => ({ value, label: t(`mall.order.status.${value}`) })),
        ]}
        className="-mx-4 px-4"
      >
        <OrderList status={status} />
      </Tabs>
    </>
  );
}

function OrderList(props: { status: OrderStatus | undefined }) {
  const t = useT();
  const { status } = props;
  const orders = usePaged({
    key: [...keys.myOrders, "list", status ?? "all"],
    read: (cursor) => mall.myOrders({ status, cursor }),
  });
  if (orders.problem !== null) {
    return <ErrorNote className="mt-3" problem={orders.problem} onRetry={orders.reload} />;
  }
  if (orders.loading) return <Skeleton className="mt-3 h-40 w-full" />;
  if (orders.items.length === 0) return <NoOrders isFiltered={status !== undefined} />;
  return (
    <>
      <ul className="mt-3 grid items-start gap-3 md:grid-cols-2">
        {orders.items.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      {orders.hasMore && (
        <div className="mt-5 flex justify-center">
          <Button busy={orders.loadingMore} onClick={orders.loadMore}>
            {t("common.action.more")}
          </Button>
        </div>
      )}
    </>
  );
}

function NoOrders(props: { isFiltered: boolean }) {
  const t = useT();
  if (props.isFiltered) return <EmptyState title={t("mall.orders.emptyFilter")} />;
  return (
    <EmptyState
      icon={<Package aria-hidden className="size-6" />}
      title={t("mall.orders.empty")}
      hint={t("mall.orders.emptyHint")}
      action={<LinkButton href="/">{t("mall.cart.browse")}</LinkButton>}
    />
  );
}

function OrderCard(props: { order: Order }) {
  const t = useT();
  const { order } = props;
  const count = order.lines.reduce((total, line) => total + line.quantity, 0);
  const [first, ...others] = order.lines;
  return (
    <Link href={`/orders/${order.id}`} className="ui-card flex flex-col gap-3 p-4">
      <span className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate font-semibold">
          <bdi>{order.seller.name}</bdi>
        </span>
        <OrderBadge status={order.status} />
      </span>
      <span className="flex items-center gap-3">
        <span className="flex gap-1.5">
          {order.lines.slice(0, 3).map((line) => (
            <LinePicture key={line.productId} line={line} className="size-14 rounded-xl" />
          ))}
        </span>
        {others.length === 0 && (
          <span className="line-clamp-2 min-w-0 flex-1 text-sm">
            <bdi>{first?.name}</bdi>
          </span>
        )}
      </span>
      <span className="flex flex-wrap items-baseline justify-between gap-2 text-sm text-muted">
        <span className="flex flex-wrap gap-x-2">
          <DateTime at={order.placedAt} />
          <span className="font-mono">{order.number}</span>
        </span>
        <span className="flex items-baseline gap-2">
          {t("mall.orders.items", { count })}
          <Points value={order.points} unit="mall" className="text-base" />
          <CashPart fen={order.cash} />
        </span>
      </span>
    </Link>
  );
}
