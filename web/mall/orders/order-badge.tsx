import type { OrderStatus } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Badge, type Tone } from "../../ui/index.ts";

const tones: Record<OrderStatus, Tone> = {
  placed: "warning",
  accepted: "info",
  shipped: "info",
  delivered: "accent",
  completed: "success",
  cancelled: "neutral",
};

export function OrderBadge(props: { status: OrderStatus }) {
  const t = useT();
  return <Badge tone={tones[props.status]}>{t(`mall.order.status.${props.status}`)}</Badge>;
}
