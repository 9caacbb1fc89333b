import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { keys, mall, type Order, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Card,
  CopyButton,
  ErrorNote,
  lazyPart,
  PartBoundary,
  Points,
  Skeleton,
} from "../../ui/index.ts";
import { AddressText } from "../account/address-form.tsx";
import { CashPart } from "../home/product-card.tsx";
import { NotFound } from "../not-found.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { PageTitle } from "../page-title.tsx";
import { LinePicture } from "./line-picture.tsx";
import { OrderActions } from "./order-actions.tsx";
import { OrderBadge } from "./order-badge.tsx";
import { Timeline } from "./timeline-list.tsx";

const Codes = lazyPart(() => import("./codes.tsx"));

export default function OrderPage(props: { orderId: string }) {
  const t = useT();
  const order = useQuery({
    queryKey: keys.myOrder(props.orderId),
    queryFn: () => mall.myOrder(props.orderId),
  });
  if (order.error !== null) {
    const problem = problemFrom(order.error);
    if (problem.status === 404) return <NotFound title={t("mall.order.notFound")} />;
    return <ErrorNote className="mt-6" problem={problem} onRetry={() => void order.refetch()} />;
  }
  if (order.data === undefined) return <PageSkeleton />;
  return (
    <>
      <PageTitle
        title={t("mall.order.title")}
        back="/orders"
        actions={<OrderBadge status={order.data.status} />}
      />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Handover order={order.data} />
          <Part title={t("mall.order.timeline")}>
            <Timeline order={order.data} />
          </Part>
          <OrderActions order={order.data} />
        </div>
        <div className="flex flex-col gap-4">
          <Lines order={order.data} />
          <Facts order={order.data} />
        </div>
      </div>
    </>
  );
}

function Part(props: { title: string; children: ReactNode }) {
  return (
    <Card className="p-4">
      <h2 className="mb-2 font-semibold">{props.title}</h2>
      {props.children}
    </Card>
  );
}

/** What the customer shows to get the goods: voucher codes and the pick-up code. */
function Handover(props: { order: Order }) {
  const { pickupCode, voucherCodes, status } = props.order;
  if (status === "cancelled" || (pickupCode === null && voucherCodes.length === 0)) return null;
  return (
    <PartBoundary fallback={<Skeleton className="h-48 w-full" />}>
      <Codes pickupCode={pickupCode} voucherCodes={voucherCodes} />
    </PartBoundary>
  );
}

function Lines(props: { order: Order }) {
  const t = useT();
  const { order } = props;
  return (
    <Part title={t("mall.order.lines")}>
      <Link
        href={`/sellers/${order.seller.id}`}
        className="inline-flex min-h-11 items-center text-sm text-muted underline-offset-4 hover:underline"
      >
        <bdi>{order.seller.name}</bdi>
      </Link>
      <ul className="divide-y divide-line">
        {order.lines.map((line) => (
          <li key={line.productId}>
            <Link href={`/products/${line.productId}`} className="flex items-center gap-3 py-3">
              <LinePicture line={line} className="size-16 rounded-xl" />
              <span className="line-clamp-2 min-w-0 flex-1 text-sm font-medium">
                <bdi>{line.name}</bdi>
              </span>
              <span className="text-right">
                <Points value={line.points} unit="mall" />
                <span className="block text-sm text-muted tabular-nums">× {line.quantity}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="flex items-baseline justify-between border-t border-line pt-3">
        <span className="text-sm text-muted">{t("mall.cart.total")}</span>
        <span className="flex items-baseline gap-2">
          <Points value={order.points} unit="mall" className="text-xl" />
          <CashPart fen={order.cash} />
        </span>
      </p>
    </Part>
  );
}

function Facts(props: { order: Order }) {
  const t = useT();
  const { order } = props;
  return (
    <Card className="flex flex-col gap-1 p-4">
      {order.trackingNumber !== null && (
        <Fact
          name={`${t("mall.order.tracking")}${order.carrier ? ` · ${order.carrier}` : ""}`}
          value={order.trackingNumber}
          copyLabel={t("mall.order.copyTracking")}
        />
      )}
      <Fact
        name={t("mall.order.number")}
        value={order.number}
        copyLabel={t("mall.order.copyNumber")}
      />
      {order.address !== null && (
        <div className="border-t border-line pt-3">
          <h2 className="mb-1 text-sm text-muted">{t("mall.order.address")}</h2>
          <AddressText address={order.address} />
        </div>
      )}
    </Card>
  );
}

function Fact(props: { name: string; value: string; copyLabel: string }) {
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1">
        <p className="text-sm text-muted">{props.name}</p>
        <p className="truncate font-mono text-sm">{props.value}</p>
      </div>
      <CopyButton text={props.value} label={props.copyLabel} />
    </div>
  );
}
