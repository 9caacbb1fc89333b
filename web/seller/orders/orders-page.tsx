import { useState } from "react";
import { keys, type OrderStatus, selling, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorNote, Page, Skeleton, Tabs } from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import { OrderCard } from "./order-card.tsx";
import { boardStatuses } from "./order-steps.ts";

/** Orders by what is to be done with them; the ones to accept come first. */
export function OrdersPage() {
  const t = useT();
  const [status, setStatus] = useState<OrderStatus>("placed");
  return (
    <Page title={t("seller.orders.title")}>
      <Tabs
        label={t("seller.orders.title")}
        value={status}
        onChange={(value) => setStatus(value as OrderStatus)}
        items={boardStatuses.map((value) => ({
          value,
          label: t(`seller.orders.tab.${value}`),
        }))}
      >
        <div className="flex flex-col gap-5 pt-4">
          <OrderList key={status} status={status} />
        </div>
      </Tabs>
    </Page>
  );
}

function OrderList(props: { status: OrderStatus }) {
  const t = useT();
  const { sellerId } = useSeller();
  const { status } = props;
  const orders = usePaged({
    key: keys.sellerPart(sellerId, "orders", status),
    read: (cursor) => selling.orders(sellerId, { status, cursor }),
  });
  if (orders.problem !== null) {
    return <ErrorNote problem={orders.problem} onRetry={orders.reload} />;
  }
  if (orders.loading) {
    return (
      <div className="grid gap-3 lg:grid-cols-2">
        <Skeleton className="h-48 w-full" />
        <Skeleton className="h-48 w-full" />
      </div>
    );
  }
  if (orders.items.length === 0) {
    return status === "placed" ? (
      <EmptyState
        title={t("seller.orders.empty.placed")}
        hint={t("seller.orders.empty.placedHint")}
      />
    ) : (
      <EmptyState title={t("seller.orders.empty.other")} />
    );
  }
  return (
    <>
      <ul className="grid items-start gap-3 lg:grid-cols-2">
        {orders.items.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} />
          </li>
        ))}
      </ul>
      {orders.hasMore && (
        <Button
          variant="soft"
          className="self-center"
          busy={orders.loadingMore}
          onClick={orders.loadMore}
        >
          {t("common.action.more")}
        </Button>
      )}
    </>
  );
}
