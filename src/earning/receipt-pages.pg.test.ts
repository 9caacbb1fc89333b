import { afterAll, beforeAll, expect, test } from "vitest";
import { openTill, type Till } from "./testing/open-till.ts";

let till: Till;
let tea: string;
beforeAll(async () => {
  till = await openTill();
  const product = { name: "Milk tea", price: 1200 };
  tea = (await till.call("owner@shop_a", "POST /shops/shop_a/products", product)).body.id;
});
afterAll(() => till.close());

async function sell(receiptNumber: string): Promise<void> {
  const sale = { receiptNumber, lines: [{ productId: tea, quantity: 1 }] };
  const sold = await till.call("cashier@shop_a", "POST /shops/shop_a/sales", sale);
  expect(sold.status).toBe(201);
}

type Shown = { items: { receiptNumber: string }[]; nextCursor: string | null };
async function page(cursor: string | null): Promise<Shown> {
  const query = cursor === null ? "" : `&cursor=${cursor}`;
  return (await till.call("owner@shop_a", `GET /shops/shop_a/sales?limit=2${query}`)).body;
}

// A page goes on from the id of its last receipt, and ids are made before the commit. What is there
// when somebody begins to read is on one page each, whatever is committed between them.
test("receipts committed late, with ids from before, neither hide others nor show them twice", async () => {
  for (let count = 1; count <= 7; count += 1) {
    till.clock.advanceSeconds(10);
    await sell(`R-${count}`);
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  let late = 0;
  do {
    const shown: Shown = await page(cursor);
    seen.push(...shown.items.map(({ receiptNumber }) => receiptNumber));
    cursor = shown.nextCursor;
    if (late < 3) {
      // Its id is older than everything on the first page, or than what the next one begins with.
      late += 1;
      till.clock.advanceSeconds(-25);
      await sell(`LATE-${late}`);
    }
  } while (cursor !== null);
  const early = seen.filter((number) => number.startsWith("R-"));
  expect(early).toEqual(["R-7", "R-6", "R-5", "R-4", "R-3", "R-2", "R-1"]);
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toContain("LATE-1");
});
