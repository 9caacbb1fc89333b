import fc from "fast-check";
import { expect, test } from "vitest";
import { points, sum } from "../kernel/points.ts";
import {
  type CheckoutCommand,
  type CheckoutFacts,
  decideCheckout,
  type ProductFacts,
} from "./decide-checkout.ts";

function product(id: string, changes: Partial<ProductFacts> = {}): ProductFacts {
  return {
    id,
    sellerId: "sel_a",
    name: `Name of ${id}`,
    picture: null,
    kind: "physical",
    points: points(30n),
    cash: points(0n),
    stock: 10,
    status: "active",
    ...changes,
  };
}

const sellers = new Map([
  ["sel_a", { name: "A", status: "approved" as const }],
  ["sel_b", { name: "B", status: "approved" as const }],
  ["sel_suspended", { name: "S", status: "suspended" as const }],
  ["sel_pending", { name: "P", status: "pending" as const }],
]);

const shelf = [
  product("tea"),
  product("cup", { sellerId: "sel_b", points: points(20n), cash: points(5n) }),
  product("code", { kind: "voucher" }),
  product("gone", { stock: 1 }),
  product("hidden", { status: "hidden" }),
  product("early", { sellerId: "sel_pending" }),
  product("shut", { sellerId: "sel_suspended" }),
];

function facts(available = 1_000n): CheckoutFacts {
  return {
    products: new Map(shelf.map((one) => [one.id, one])),
    sellers,
    available: points(available),
  };
}

function command(
  lines: [productId: string, quantity: number][],
  expectedPoints: bigint | null = null,
): CheckoutCommand {
  return {
    lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
    expectedPoints: expectedPoints === null ? null : points(expectedPoints),
    language: "en",
  };
}

/** Each row has the fault of its own and all that come after it: the earlier one is named. */
const everything: [string, number][] = [
  ["hidden", 1],
  ["gone", 2],
];
test.each([
  ["invalid_request", [["nothing", 1], ["shut", 1], ...everything], {}],
  ["invalid_request", [["tea", 999], ["shut", 1], ["tea", 1], ...everything], {}],
  ["seller_suspended", [...everything, ["shut", 1]], { name: "S" }],
  ["product_not_available", everything, { name: "Name of hidden" }],
  [
    "product_not_available",
    [
      ["gone", 2],
      ["early", 1],
    ],
    { name: "Name of early" },
  ],
  ["out_of_stock", [["gone", 2]], { name: "Name of gone", left: 1 }],
  ["price_changed", [["gone", 1]], { points: "30" }],
] as [string, [string, number][], object][])("refuses with %s first: %j", (code, lines, values) => {
  const decided = decideCheckout(facts(0n), command(lines, 29n));
  expect(decided).toMatchObject({ ok: false, refusal: { code } });
  if (!decided.ok && decided.refusal.values) expect(decided.refusal.values).toEqual(values);
});

test("refuses with insufficient_points last", () => {
  expect(decideCheckout(facts(29n), command([["tea", 1]], 30n))).toEqual({
    ok: false,
    refusal: { code: "insufficient_points" },
  });
  expect(decideCheckout(facts(30n), command([["tea", 1]], 30n)).ok).toBe(true);
});

test("names every line that cannot be used", () => {
  const decided = decideCheckout(
    facts(),
    command([
      ["no", 1],
      ["tea", 600],
      ["tea", 600],
    ]),
  );
  expect(decided).toMatchObject({
    refusal: {
      faults: [
        { pointer: "/lines/0/productId", code: "unknown_product" },
        { pointer: "/lines/2/quantity", code: "too_large" },
      ],
    },
  });
});

test("makes one order per seller, with the lines of one product together", () => {
  const decided = decideCheckout(
    facts(),
    command([
      ["tea", 2],
      ["cup", 3],
      ["code", 1],
      ["tea", 1],
    ]),
  );
  expect(decided).toMatchObject({
    ok: true,
    value: [
      {
        sellerId: "sel_a",
        points: 120n,
        cash: 0n,
        lines: [{ quantity: 3, points: 90n }, { quantity: 1 }],
        fulfilment: { isShipped: true, isCodesOnly: false },
      },
      { sellerId: "sel_b", points: 60n, cash: 15n, lines: [{ quantity: 3, cash: 15n }] },
    ],
  });
});

test("an order of nothing but vouchers has only codes to hand out", () => {
  const decided = decideCheckout(facts(), command([["code", 2]]));
  expect(decided).toMatchObject({ value: [{ fulfilment: { isCodesOnly: true } }] });
});

const carts = fc.array(
  fc.tuple(fc.constantFrom("tea", "cup", "code", "gone"), fc.integer({ min: 1, max: 4 })),
  { minLength: 1, maxLength: 6 },
);

test("law: what is planned costs what the cart costs, is in stock and is affordable", () => {
  fc.assert(
    fc.property(carts, fc.bigInt({ min: 0n, max: 400n }), (lines, available) => {
      const decided = decideCheckout(facts(available), command(lines));
      if (!decided.ok) return;
      const price = (id: string) => shelf.find((one) => one.id === id)?.points ?? 0n;
      const total = lines.reduce((so, [id, quantity]) => so + price(id) * BigInt(quantity), 0n);
      expect(sum(decided.value.map((order) => order.points))).toBe(total);
      expect(total).toBeLessThanOrEqual(available);
      for (const line of decided.value.flatMap((order) => order.lines)) {
        expect(line.quantity).toBeLessThanOrEqual(line.product.stock);
      }
    }),
  );
});

test("law: the order of the cart's lines does not change whether it is accepted", () => {
  fc.assert(
    fc.property(carts, (lines) => {
      const there = decideCheckout(facts(200n), command(lines));
      const back = decideCheckout(facts(200n), command([...lines].reverse()));
      expect(back.ok).toBe(there.ok);
    }),
  );
});
