import type { Order } from "../../api/index.ts";

export type StepKey =
  | "placed"
  | "accepted"
  | "shipped"
  | "delivered"
  | "ready"
  | "completed"
  | "cancelled";
export type Step = { key: StepKey; at: string | null; state: "done" | "next" | "later" };

/**
 * The way of an order: what happened, what comes next, what comes later. Only things that travel
 * are shipped; vouchers alone go straight to the end.
 */
export function timelineOf(order: Order): Step[] {
  const travels = order.lines.some((line) => line.kind === "physical");
  const isVoucherOnly = order.lines.every((line) => line.kind === "voucher");
  const reached: [StepKey, string | null][] = [
    ["placed", order.placedAt],
    ["accepted", order.acceptedAt],
    ["shipped", order.shippedAt],
    [travels ? "delivered" : "ready", order.deliveredAt],
    ["completed", order.completedAt],
  ];
  if (order.status === "cancelled") {
    const happened = reached.filter(([, at]) => at !== null);
    return [...happened, ["cancelled", order.cancelledAt] as const].map(([key, at]) => ({
      key,
      at,
      state: "done",
    }));
  }
  const way = reached.filter(([key, at]) => {
    if (at !== null) return true;
    if (key === "shipped") return travels;
    return !isVoucherOnly || key === "completed";
  });
  const last = way.findLastIndex(([, at]) => at !== null);
  return way.map(([key, at], index) => ({
    key,
    at,
    // A later step that has happened makes the ones before it done, with or without their time.
    state: index <= last ? "done" : index === last + 1 ? "next" : "later",
  }));
}
