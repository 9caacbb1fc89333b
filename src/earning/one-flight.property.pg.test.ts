import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { points } from "../kernel/points.ts";
import { balancesOf, post } from "../ledger/index.ts";
import type { Till } from "./testing/open-till.ts";
import {
  closeTwoTills,
  expectSameBooks,
  nextNumber,
  onBoth,
  openTwoTills,
  pair,
} from "./testing/two-tills.ts";

beforeAll(openTwoTills);
afterAll(closeTwoTills);

type Asked = {
  readonly customer: number;
  readonly quantity: number;
  readonly barcode: string;
  /** So many sales before, in this request or earlier ones, was one that is now sent again; null for a new one. */
  readonly repeats: number | null;
};
type Action =
  | { readonly do: "sell" | "send"; readonly sales: readonly Asked[] }
  | { readonly do: "refund"; readonly back: number }
  | { readonly do: "spend"; readonly customer: number; readonly points: number }
  | { readonly do: "wait"; readonly seconds: number }
  | { readonly do: "rules"; readonly rules: { pointsExpireDays?: number; returnDays?: number } };

const CUSTOMERS = ["cus_lin", "cus_wang", "cus_new", "cus_nobody", undefined] as const;
const asked: fc.Arbitrary<Asked> = fc.record({
  customer: fc.nat(CUSTOMERS.length - 1),
  quantity: fc.integer({ min: 1, max: 5 }),
  // The second gives no points, the third is not sold here.
  barcode: fc.constantFrom("6901", "6901", "6901", "6902", "6903"),
  repeats: fc.option(fc.nat(5), { freq: 5 }),
});
const HOUR = 3600;
const actions: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: asked.map((sale): Action => ({ do: "sell", sales: [sale] })) },
  {
    weight: 4,
    arbitrary: fc
      .array(asked, { minLength: 2, maxLength: 8 })
      .map((sales): Action => ({ do: "send", sales })),
  },
  { weight: 3, arbitrary: fc.nat(9).map((back): Action => ({ do: "refund", back })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.nat(2), fc.integer({ min: 1, max: 60 }))
      .map(([customer, points]): Action => ({ do: "spend", customer, points })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(-2, 1, HOUR, 24 * HOUR, 2000 * HOUR)
      .map((seconds): Action => ({ do: "wait", seconds })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        { returnDays: 0 },
        { returnDays: 7 },
        { pointsExpireDays: 30 },
        { pointsExpireDays: 365 },
      )
      .map((rules): Action => ({ do: "rules", rules })),
  },
);

/** A sale that was asked for, with the id that each till gave it. */
type Sold = { readonly body: object; readonly ids: { fast?: string; slow?: string } };

async function play(action: Action, sold: Sold[]): Promise<void> {
  const both = [pair.fast, pair.slow];
  if (action.do === "wait") {
    for (const { clock } of both) clock.advanceSeconds(action.seconds);
  } else if (action.do === "rules") {
    for (const { shops } of both) {
      const shop = shops.get("shop_a") ?? { name: "", status: "approved" };
      shops.set("shop_a", { ...shop, ...action.rules });
    }
  } else if (action.do === "spend") {
    for (const till of both) await spend(till, action);
  } else if (action.do === "refund") {
    await refund(sold.at(-1 - action.back));
  } else {
    await playSales(action, sold);
  }
}

/** As a conversion would, whose sale may still come back: so customers get into debt. */
async function spend(
  { database, clock }: Till,
  { customer, points: most }: { customer: number; points: number },
): Promise<void> {
  const customerId = CUSTOMERS[customer] ?? "";
  const [balance] = await balancesOf(database, [{ customerId, unit: "shop_a" }]);
  const amount = points(BigInt(Math.min(most, Number(balance?.available ?? 0n))));
  if (amount <= 0n) return;
  spendings += 1;
  const account = { unit: "shop_a", owner: customerId } as const;
  await database.transaction((sql) =>
    post(sql, {
      kind: "adjust",
      reference: `spent ${spendings}`,
      bucket: bucketOf(customerId),
      transfers: [
        {
          from: { ...account, role: "available" },
          to: { unit: "shop_a", owner: "shop_a", role: "retirement" },
          amount,
        },
      ],
      at: clock.now(),
      by: "test",
    }),
  );
}
let spendings = 0;

async function refund(sale: Sold | undefined): Promise<void> {
  const { fast, slow } = sale?.ids ?? {};
  if (!fast || !slow) return;
  await onBoth((till) =>
    till.call(
      "cashier@shop_a",
      `POST /shops/shop_a/sales/${till === pair.fast ? fast : slow}/refunds`,
      { lines: [{ line: 0, quantity: 1 }] },
    ),
  );
}

async function playSales(
  action: Extract<Action, { sales: readonly Asked[] }>,
  sold: Sold[],
): Promise<void> {
  const first = sold.length;
  for (const { customer, quantity, barcode, repeats } of action.sales) {
    const before = repeats === null ? undefined : sold.at(-1 - repeats);
    const customerId = CUSTOMERS[customer];
    const sale = { receiptNumber: nextNumber(), lines: [{ barcode, quantity }] };
    const body = before?.body ?? { ...sale, ...(customerId ? { customerId } : {}) };
    sold.push({ body, ids: {} });
  }
  const sales = sold.slice(first);
  const bodies = sales.map(({ body }) => body);
  await onBoth(async (till) => {
    const answer =
      action.do === "sell"
        ? await till.call("cashier@shop_a", "POST /shops/shop_a/sales", bodies[0])
        : await till.call("cashier@shop_a", "POST /shops/shop_a/sales/batch", { sales: bodies });
    const results = action.do === "sell" ? [{ sale: answer.body }] : answer.body.results;
    for (const [index, { ids }] of sales.entries()) {
      ids[till === pair.fast ? "fast" : "slow"] = results[index].sale?.id;
    }
    return answer;
  });
}

test("whatever is sold, sent together, spent, taken back, matures and expires: answers and books are the same", async () => {
  for (const till of [pair.fast, pair.slow]) {
    till.customers.set("cus_new", "New here");
  }
  const sold: Sold[] = [];
  await fc.assert(
    fc.asyncProperty(fc.array(actions, { minLength: 20, maxLength: 30 }), async (story) => {
      for (const action of story) await play(action, sold);
      await expectSameBooks();
    }),
    { numRuns: 12, endOnFailure: true },
  );
  expect(sold.length).toBeGreaterThan(100);
});
