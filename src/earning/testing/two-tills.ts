import { expect, vi } from "vitest";
import { type Answer, openTill, type Till } from "./open-till.ts";

// Two tills that differ in one thing: the second remembers nothing, so it records every sale in two
// flights. Whatever happens, both answer the same and their books are the same.

type Pair = { fast: Till; slow: Till };
export let pair: Pair;
/** What earns in their shop. */
export let tea: { fast: string; slow: string };

export async function openTwoTills(): Promise<void> {
  pair = { fast: await openTill(), slow: await openTill({ remembersFacts: false }) };
  tea = { fast: await openShop(pair.fast), slow: await openShop(pair.slow) };
}

/** Their books have to balance. */
export async function closeTwoTills(): Promise<void> {
  for (const till of [pair.fast, pair.slow]) {
    expect(await till.isBalanced()).toBe(true);
    await till.close();
  }
}

async function openShop(till: Till): Promise<string> {
  const water = { name: "Water", barcode: "6902", price: 100 };
  await till.call("owner@shop_a", "POST /shops/shop_a/products", water);
  const product = { name: "Milk tea", barcode: "6901", price: 1200 };
  const made = await till.call("owner@shop_a", "POST /shops/shop_a/products", product);
  await till.call("owner@shop_a", "POST /shops/shop_a/reward-rules", {
    scope: { productId: made.body.id },
    kind: "bundles",
    parameters: { bundles: [{ quantity: 1, points: 10 }] },
  });
  return made.body.id;
}

/** Ids are drawn in another order, so they are told apart by when they first appear. */
function withoutIds(text: string): string {
  const seen = new Map<string, string>();
  return text.replace(/\b(sale|prd|rule|rul|ref)_[0-9a-z]{26}\b/g, (id, kind: string) => {
    const name = seen.get(id) ?? `${kind}#${seen.size}`;
    seen.set(id, name);
    return name;
  });
}

export async function onBoth(
  act: (till: Till, product: string) => Promise<Answer>,
): Promise<Answer> {
  const fast = await act(pair.fast, tea.fast);
  const slow = await act(pair.slow, tea.slow);
  expect({ status: fast.status, text: withoutIds(fast.text) }).toEqual({
    status: slow.status,
    text: withoutIds(slow.text),
  });
  expect(fast.replayed).toBe(slow.replayed);
  return fast;
}

let numbers = 0;
export const nextNumber = () => {
  numbers += 1;
  return `N-${numbers}`;
};
export function sell(
  { receiptNumber = nextNumber(), quantity = 1, ...more }: Record<string, unknown>,
  headers?: Record<string, string>,
): Promise<Answer> {
  return onBoth((till, productId) =>
    till.call(
      "cashier@shop_a",
      "POST /shops/shop_a/sales",
      { receiptNumber, lines: [{ productId, quantity }], ...more },
      headers,
    ),
  );
}

/** All that the books say, without the ids of postings. */
async function books({ database }: Till) {
  const accounts = await database.query(
    `select a.unit, a.owner, a.role, a.balance, a.version, a.moved_at, a.next_expiry, a.next_maturity,
       a.lots::text as lots, cardinality(a.lot_sources) as sources
     from ledger_account a where not ledger_is_tallied(a.role) order by a.unit, a.owner, a.role`,
  );
  const entries = await database.query(
    `select a.unit, a.owner, a.role, e.version, e.amount, e.balance_after, p.kind, p.at, p.by,
       (select prior.kind from ledger_posting prior where prior.bucket = e.bucket and prior.id = e.prior)
         as prior, cardinality(p.accounts) as size, p.amounts::text as amounts
     from ledger_entry e
     join ledger_account a on a.bucket = e.bucket and a.id = e.account_id
     join ledger_posting p on p.bucket = e.bucket and p.id = e.posting_id
     where e.version is not null order by a.unit, a.owner, a.role, e.version`,
  );
  const sales = await database.query(
    `select receipt_number, receipt_day::text, customer_id, sold_at, created_at, created_by, amount,
       points, refunded_points, counts_together
     from sale order by receipt_number, receipt_day`,
  );
  return { accounts, entries, sales };
}

export async function expectSameBooks(): Promise<void> {
  expect(await books(pair.fast)).toEqual(await books(pair.slow));
}

/** How many transactions the work took that were no flight of their own. */
export async function transactionsOf(work: () => Promise<unknown>): Promise<number> {
  const posting = vi.spyOn(pair.fast.database, "posting");
  await work();
  const count = posting.mock.calls.length;
  posting.mockRestore();
  return count;
}
