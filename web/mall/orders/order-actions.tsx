import { useState } from "react";
import { keys, mall, type Order, useChange, useIntent } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ConfirmSheet, useToast } from "../../ui/index.ts";

/** What the customer can do with an order now; each is asked about with its numbers first. */
export function OrderActions(props: { order: Order }) {
  const t = useT();
  const { order } = props;
  const [asking, setAsking] = useState<"cancel" | "confirm" | null>(null);
  const close = () => setAsking(null);
  const may = (name: "cancel" | "confirm") => order.actions.some((one) => one.name === name);
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {may("confirm") && (
          <Button variant="solid" size="lg" className="flex-1" onClick={() => setAsking("confirm")}>
            {t("mall.order.confirm")}
          </Button>
        )}
        {may("cancel") && (
          <Button
            variant="ghost"
            size="lg"
            className="flex-1 bg-sunken"
            onClick={() => setAsking("cancel")}
          >
            {t("mall.order.cancel")}
          </Button>
        )}
      </div>
      {asking === "cancel" && <CancelSheet order={order} onClose={close} />}
      {asking === "confirm" && <ConfirmReceiptSheet order={order} onClose={close} />}
    </>
  );
}

const stale = [keys.myOrders, keys.wallet, keys.movements()];

function CancelSheet(props: { order: Order; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const intent = useIntent();
  const { order, onClose } = props;
  const cancel = useChange({
    send: () => intent.attempt(order.id, (key) => mall.cancelOrder(order.id, key)),
    refresh: stale,
    onDone: () => {
      toast({ title: t("mall.order.cancelled", { points: order.points }), tone: "success" });
      onClose();
    },
  });
  return (
    <ConfirmSheet
      open
      onClose={onClose}
      title={t("mall.order.cancelTitle")}
      body={t("mall.order.cancelBody", { points: order.points })}
      confirmLabel={t("mall.order.cancel")}
      tone="danger"
      busy={cancel.busy}
      problem={cancel.problem}
      onConfirm={() => void cancel.run(undefined)}
    />
  );
}

function ConfirmReceiptSheet(props: { order: Order; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const intent = useIntent();
  const { order, onClose } = props;
  const confirm = useChange({
    send: () => intent.attempt(order.id, (key) => mall.confirmOrder(order.id, key)),
    refresh: stale,
    onDone: () => {
      toast({ title: t("mall.order.confirmed"), tone: "success" });
      onClose();
    },
  });
  return (
    <ConfirmSheet
      open
      onClose={onClose}
      title={t("mall.order.confirmTitle")}
      body={t("mall.order.confirmBody", { points: order.points, seller: order.seller.name })}
      confirmLabel={t("mall.order.confirm")}
      busy={confirm.busy}
      problem={confirm.problem}
      onConfirm={() => void confirm.run(undefined)}
    />
  );
}
