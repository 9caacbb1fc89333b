import { describe, expect, test } from "vitest";
import type { Order, ProductKind } from "../../api/index.ts";
import { timelineOf } from "./timeline.ts";

function order(kind: ProductKind, changes: Partial<Order> = {}): Order {
  return {
    id: "ord_1",
    number: "TKD7X9SY",
    actions: [],
    checkoutId: "chk_1",
    seller: { id: "sel_1", name: "Tea" },
    status: "placed",
    points: 100,
    cash: 0,
    lines: [{ productId: "prd_1", name: "Tea", picture: null, quantity: 1, points: 100, kind }],
    address: null,
    carrier: null,
    trackingNumber: null,
    pickupCode: null,
    voucherCodes: [],
    placedAt: "2026-03-01T08:00:00.000Z",
    acceptedAt: null,
    shippedAt: null,
    deliveredAt: null,
    completedAt: null,
    cancelledAt: null,
    cancelledBy: null,
    cancelReason: null,
    ...changes,
  };
}

function shape(of: Order): string {
  return timelineOf(of)
    .map((step) => `${step.key}:${step.state}`)
    .join(" ");
}

const later = "2026-03-02T08:00:00.000Z";

describe("the way of an order", () => {
  test.each([
    [order("physical"), "placed:done accepted:next shipped:later delivered:later completed:later"],
    [
      order("physical", { status: "shipped", acceptedAt: later, shippedAt: later }),
      "placed:done accepted:done shipped:done delivered:next completed:later",
    ],
    [order("pickup"), "placed:done accepted:next ready:later completed:later"],
    [order("voucher", { status: "completed", completedAt: later }), "placed:done completed:done"],
    [
      order("physical", { status: "cancelled", acceptedAt: later, cancelledAt: later }),
      "placed:done accepted:done cancelled:done",
    ],
    [
      order("physical", {
        status: "completed",
        acceptedAt: later,
        shippedAt: later,
        completedAt: later,
      }),
      "placed:done accepted:done shipped:done delivered:done completed:done",
    ],
  ])("case %#", (given, steps) => {
    expect(shape(given)).toBe(steps);
  });
});
