import type { OrderStatus, SellerOrder } from "../../api/index.ts";

/** The columns of the board, in the order in which an order passes them. */
export const boardStatuses = [
  "placed",
  "accepted",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
] as const satisfies readonly OrderStatus[];

export type SellerStep = "accept" | "ship" | "deliver" | "cancel";

/** What a seller can do with an order now: the next step first, cancelling last. */
export function stepsOf(status: OrderStatus): readonly SellerStep[] {
  switch (status) {
    case "placed":
      return ["accept", "cancel"];
    case "accepted":
      return ["ship", "cancel"];
    case "shipped":
      return ["deliver"];
    case "delivered":
    case "completed":
    case "cancelled":
      return [];
  }
}

/** The short number people read to each other: the end of the id, where ids differ. */
export function shortNumber(orderId: string): string {
  return orderId.replace(/-/g, "").slice(-8).toUpperCase();
}

/** An order that is collected has no carrier. */
export function isPickup(order: SellerOrder): boolean {
  return order.lines.every((line) => line.kind === "pickup");
}

/** The address as one line to paste into a carrier's form. */
export function addressText(address: NonNullable<SellerOrder["address"]>): string {
  return [address.recipient, address.phone, address.region, address.street].join(" ");
}
