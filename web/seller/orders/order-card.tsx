import { Package } from "lucide-react";
import type { SellerOrder } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Badge, Card, CopyButton, Points } from "../../ui/index.ts";
import { OrderActions } from "./order-actions.tsx";
import { addressText } from "./order-steps.ts";

/** One order: what, for whom, where to, and the next step. */
export function OrderCard(props: { order: SellerOrder }) {
  const t = useT();
  const format = useFormat();
  const { order } = props;
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <h2 className="font-semibold tabular-nums">
          {t("seller.orders.number", { number: order.number })}
        </h2>
        <p className="text-sm text-muted">
          {t("seller.orders.placedAt", { date: format.dateTime(order.placedAt) })}
        </p>
      </div>
      <ul className="flex flex-col gap-2">
        {order.lines.map((line) => (
          <li key={line.productId} className="flex items-center gap-3">
            {line.picture === null ? (
              <span className="grid size-12 shrink-0 place-items-center rounded-xl bg-sunken text-muted">
                <Package aria-hidden className="size-5" />
              </span>
            ) : (
              <img
                src={line.picture}
                alt=""
                width={48}
                height={48}
                loading="lazy"
                className="size-12 shrink-0 rounded-xl object-cover"
              />
            )}
            <span className="min-w-0 flex-1">
              <span className="block font-medium break-words">
                <bdi>{line.name}</bdi>
              </span>
              <Badge tone="neutral">{t(`seller.orders.kind.${line.kind}`)}</Badge>
            </span>
            <span className="shrink-0 font-semibold tabular-nums">
              {t("seller.orders.times", { quantity: line.quantity })}
            </span>
          </li>
        ))}
      </ul>
      <Delivery order={order} />
      <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-3">
        <p>
          <Points value={order.points} unit="mall" />
          {order.cash > 0 && (
            <span className="ml-2 text-sm text-muted">
              {t("seller.orders.cash", { cash: format.money(order.cash) })}
            </span>
          )}
        </p>
        <OrderActions order={order} />
      </div>
    </Card>
  );
}

/** Who gets it and how, or why it was cancelled. */
function Delivery(props: { order: SellerOrder }) {
  const t = useT();
  const { order } = props;
  const { address } = order;
  return (
    <div className="rounded-xl bg-sunken p-3 text-sm">
      {address === null ? (
        <p className="font-medium">{t("seller.orders.customer", { name: order.customerName })}</p>
      ) : (
        <div className="flex items-start justify-between gap-2">
          <p className="break-words">
            <span className="sr-only">{t("seller.orders.address")} </span>
            <span className="font-medium">
              <bdi>{address.recipient}</bdi>
            </span>{" "}
            <span className="tabular-nums">{address.phone}</span>
            <span className="block text-muted">
              {address.region} {address.street}
            </span>
          </p>
          <CopyButton label={t("seller.orders.copyAddress")} text={addressText(address)} />
        </div>
      )}
      {order.trackingNumber !== null && (
        <div className="mt-1 flex items-center justify-between gap-2">
          <p className="tabular-nums">
            {t("seller.orders.shipment", {
              carrier: order.carrier ?? t("seller.orders.shippedBy"),
              number: order.trackingNumber,
            })}
          </p>
          <CopyButton label={t("seller.orders.copyTracking")} text={order.trackingNumber} />
        </div>
      )}
      {order.cancelledBy !== null && (
        <p className="mt-1 text-muted">
          {t(`seller.orders.cancelledBy.${order.cancelledBy}`)}
          {order.cancelReason !== null &&
            ` · ${t("seller.orders.cancelReason", { reason: order.cancelReason })}`}
        </p>
      )}
    </div>
  );
}
