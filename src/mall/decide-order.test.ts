import fc from "fast-check";
import { expect, test } from "vitest";
import { ORDER_STATUSES, type OrderStatus } from "./contract.ts";
import {
  allowedActions,
  decideOrder,
  ORDER_ACTIONS,
  type OrderAction,
  type OrderSide,
} from "./decide-order.ts";

type Row = Record<OrderAction, OrderStatus | "-">;

const none: Row = {
  accept: "-",
  ship: "-",
  deliver: "-",
  confirm: "-",
  complete: "-",
  cancel: "-",
};
const table: Record<"parcel" | "no parcel", Record<OrderStatus, Row>> = {
  parcel: {
    placed: { ...none, accept: "accepted", cancel: "cancelled" },
    accepted: { ...none, ship: "shipped", cancel: "cancelled" },
    shipped: { ...none, deliver: "delivered", confirm: "completed" },
    delivered: { ...none, confirm: "completed", complete: "completed" },
    completed: none,
    cancelled: none,
  },
  "no parcel": {
    placed: { ...none, accept: "accepted", cancel: "cancelled" },
    accepted: { ...none, ship: "shipped", deliver: "delivered", cancel: "cancelled" },
    shipped: { ...none, deliver: "delivered", confirm: "completed" },
    delivered: { ...none, confirm: "completed", complete: "completed" },
    completed: none,
    cancelled: none,
  },
};

const cases = (["parcel", "no parcel"] as const).flatMap((goods) =>
  ORDER_STATUSES.flatMap((status) =>
    ORDER_ACTIONS.map((action) => [goods, status, action, table[goods][status][action]] as const),
  ),
);

test.each(cases)("%s, %s: %s leads to %s", (goods, status, action, expected) => {
  const decided = decideOrder({ status, isShipped: goods === "parcel" }, action);
  expect(decided).toMatchObject(
    expected === "-"
      ? { ok: false, refusal: { code: "wrong_state", state: status } }
      : { ok: true, value: expected },
  );
});

test("law: a side is offered exactly what it would not be refused", () => {
  const facts = fc.record({
    status: fc.constantFrom(...ORDER_STATUSES),
    isShipped: fc.boolean(),
    isCollected: fc.boolean(),
  });
  const sides = {
    customer: ["confirm", "cancel"],
    seller: ["accept", "ship", "deliver", "cancel"],
  };
  fc.assert(
    fc.property(facts, fc.constantFrom<OrderSide>("customer", "seller"), (order, side) => {
      const offered = allowedActions(order, side);
      const possible = ORDER_ACTIONS.filter((action) => decideOrder(order, action).ok);
      expect(offered.map(({ name }) => name).sort()).toEqual(
        possible.filter((action) => sides[side].includes(action)).sort(),
      );
      const needing = offered.filter(({ needs }) => needs.length > 0).map(({ name }) => name);
      expect(needing).toEqual(
        order.isCollected && offered.some(({ name }) => name === "deliver") ? ["deliver"] : [],
      );
    }),
  );
});

test("law: whatever is tried, in whatever order, an order ends at most once", () => {
  const actions = fc.array(fc.constantFrom(...ORDER_ACTIONS), { maxLength: 30 });
  fc.assert(
    fc.property(actions, fc.boolean(), (list, isShipped) => {
      let status: OrderStatus = "placed";
      let ends = 0;
      for (const action of list) {
        const decided = decideOrder({ status, isShipped }, action);
        if (!decided.ok) continue;
        status = decided.value;
        if (status === "completed" || status === "cancelled") ends += 1;
      }
      expect(ends).toBeLessThanOrEqual(1);
    }),
  );
});
