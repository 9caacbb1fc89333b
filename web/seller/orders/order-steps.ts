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
const steps: readonly string[] = ["accept", "ship", "deliver", "cancel"] satisfies SellerStep[];

/** What a seller can do with an order now, as the server says: the next step first, cancelling last. */
export function stepsOf(order: Pick<SellerOrder, "actions">): SellerStep[] {
  return order.actions.map(({ name }) => name).filter(isStep);
}

function isStep(name: string): name is SellerStep {
  return steps.includes(name);
}

/** Whether the order is handed over against the customer's code. */
export function needsPickupCode(order: Pick<SellerOrder, "actions">): boolean {
  return order.actions.some(
    ({ name, needs }) => name === "deliver" && needs.includes("pickupCode"),
  );
}

/** An order that is collected has no carrier. */
export function isPickup(order: SellerOrder): boolean {
  return order.lines.every((line) => line.kind === "pickup");
}

/** The address as one line to paste into a carrier's form. */
export function addressText(address: NonNullable<SellerOrder["address"]>): string {
  return [address.recipient, address.phone, address.region, address.street].join(" ");
}
