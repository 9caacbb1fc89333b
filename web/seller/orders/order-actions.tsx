import { useState } from "react";
import { isVisible } from "../../../src/kernel/text/characters.ts";
import { NOTE_LENGTH_MAXIMUM, PICKUP_CODE_LENGTH_MAXIMUM } from "../../../src/mall/limits.ts";
import { keys, type SellerOrder, selling, useChange, useIntent } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ErrorNote,
  Field,
  Input,
  Sheet,
  Textarea,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import { isPickup, needsPickupCode, type SellerStep, stepsOf } from "./order-steps.ts";

type Details = {
  carrier?: string;
  trackingNumber?: string;
  pickupCode?: string;
  reason?: string;
};

/** The buttons of an order: its next step, and cancelling while that is possible. */
export function OrderActions(props: { order: SellerOrder }) {
  const t = useT();
  const { order } = props;
  const [open, setOpen] = useState<SellerStep | null>(null);
  const close = () => setOpen(null);
  const accept = useStep(order, "accept", close);
  const steps = stepsOf(order);
  if (steps.length === 0) return null;
  const pickup = isPickup(order);
  const names: Record<SellerStep, string> = {
    accept: t("seller.orders.accept"),
    ship: pickup ? t("seller.orders.shipPickup") : t("seller.orders.ship"),
    deliver: pickup ? t("seller.orders.deliverPickup") : t("seller.orders.deliver"),
    cancel: t("seller.orders.cancel"),
  };
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {[...steps].reverse().map((step) => (
        <Button
          key={step}
          variant={step === "cancel" ? "ghost" : "solid"}
          busy={step === "accept" && accept.busy}
          onClick={() => (step === "accept" ? void accept.run({}) : setOpen(step))}
        >
          {names[step]}
          <span className="sr-only">{order.number}</span>
        </Button>
      ))}
      {accept.problem !== null && <ErrorNote problem={accept.problem} />}
      {open === "ship" && <ShipSheet order={order} title={names.ship} onClose={close} />}
      {open === "deliver" && <DeliverSheet order={order} label={names.deliver} onClose={close} />}
      {open === "cancel" && <CancelSheet order={order} onClose={close} />}
    </div>
  );
}

/** One step of an order, sent once however often it is pressed. */
function useStep(order: SellerOrder, step: SellerStep, onDone: () => void) {
  const t = useT();
  const toast = useToast();
  const { sellerId } = useSeller();
  const intent = useIntent();
  return useChange({
    send: (details: Details) =>
      intent.attempt([step, details], (key) => {
        if (step === "accept") return selling.accept(sellerId, order.id, key);
        if (step === "ship") return selling.ship(sellerId, order.id, details, key);
        if (step === "deliver") return selling.deliver(sellerId, order.id, details, key);
        return selling.cancel(sellerId, order.id, details, key);
      }),
    refresh: [keys.sellerPart(sellerId, "orders")],
    onDone: () => {
      onDone();
      const { points } = order;
      const title = {
        accept: t("seller.orders.accepted"),
        ship: t("seller.orders.shipped"),
        deliver: t("seller.orders.delivered", { points }),
        cancel: t("seller.orders.cancelled", { points }),
      }[step];
      toast({ title, tone: "success" });
    },
  });
}

function ShipSheet(props: { order: SellerOrder; title: string; onClose: () => void }) {
  const t = useT();
  const { order } = props;
  const [carrier, setCarrier] = useState("");
  const [tracking, setTracking] = useState("");
  const ship = useStep(order, "ship", props.onClose);

  function submit() {
    const details: Details = {};
    if (isVisible(carrier)) details.carrier = carrier;
    if (isVisible(tracking)) details.trackingNumber = tracking;
    void ship.run(details);
  }

  return (
    <Sheet
      open
      unsaved={useUnsaved([carrier, tracking])}
      onClose={props.onClose}
      title={t("seller.orders.shipTitle", { number: order.number })}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {isPickup(order) ? (
          <p>{t("seller.orders.shipPickupHint")}</p>
        ) : (
          <>
            <Field label={t("seller.orders.carrier")} error={ship.problem?.fieldError("/carrier")}>
              <Input
                value={carrier}
                maxLength={NOTE_LENGTH_MAXIMUM}
                placeholder={t("seller.orders.carrierPlaceholder")}
                onChange={(event) => setCarrier(event.target.value)}
              />
            </Field>
            <Field
              label={t("seller.orders.tracking")}
              error={ship.problem?.fieldError("/trackingNumber")}
            >
              <Input
                value={tracking}
                maxLength={NOTE_LENGTH_MAXIMUM}
                autoComplete="off"
                onChange={(event) => setTracking(event.target.value)}
              />
            </Field>
          </>
        )}
        {ship.problem?.saysMoreThan("/carrier", "/trackingNumber") && (
          <ErrorNote problem={ship.problem} />
        )}
        <Button type="submit" variant="solid" size="lg" busy={ship.busy}>
          {props.title}
        </Button>
      </form>
    </Sheet>
  );
}

/** Handing over; what is collected needs the code that the customer shows. */
function DeliverSheet(props: { order: SellerOrder; label: string; onClose: () => void }) {
  const t = useT();
  const { order } = props;
  const [pickupCode, setPickupCode] = useState("");
  const deliver = useStep(order, "deliver", props.onClose);
  return (
    <Sheet
      open
      unsaved={useUnsaved(pickupCode)}
      onClose={props.onClose}
      title={t("seller.orders.deliverTitle")}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void deliver.run(isVisible(pickupCode) ? { pickupCode } : {});
        }}
      >
        <p>{t("seller.orders.deliverBody", { points: order.points })}</p>
        {needsPickupCode(order) && (
          <Field
            label={t("seller.orders.pickupCode")}
            hint={t("seller.orders.pickupCodeHint")}
            error={deliver.problem?.fieldError("/pickupCode")}
          >
            <Input
              required
              autoComplete="off"
              maxLength={PICKUP_CODE_LENGTH_MAXIMUM}
              value={pickupCode}
              onChange={(event) => setPickupCode(event.target.value)}
            />
          </Field>
        )}
        {deliver.problem?.saysMoreThan("/pickupCode") && <ErrorNote problem={deliver.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={deliver.busy}>
          {props.label}
        </Button>
      </form>
    </Sheet>
  );
}

function CancelSheet(props: { order: SellerOrder; onClose: () => void }) {
  const t = useT();
  const { order } = props;
  const [reason, setReason] = useState("");
  const cancel = useStep(order, "cancel", props.onClose);
  return (
    <Sheet
      open
      unsaved={useUnsaved(reason)}
      onClose={props.onClose}
      title={t("seller.orders.cancelTitle", { number: order.number })}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void cancel.run(isVisible(reason) ? { reason } : {});
        }}
      >
        <p>{t("seller.orders.cancelBody", { points: order.points, name: order.customerName })}</p>
        <Field label={t("seller.orders.cancelReasonLabel")}>
          <Textarea
            value={reason}
            maxLength={NOTE_LENGTH_MAXIMUM}
            rows={3}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {cancel.problem !== null && <ErrorNote problem={cancel.problem} />}
        <Button type="submit" variant="danger" size="lg" busy={cancel.busy}>
          {t("seller.orders.cancelSubmit", { points: order.points })}
        </Button>
      </form>
    </Sheet>
  );
}
