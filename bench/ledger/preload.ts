import { BUCKETS, type Bucket, bucketOf } from "../../src/kernel/bucket.ts";
import type { IdSource } from "../../src/kernel/ids.ts";
import { accountId, HOUSE, MALL, postingId } from "../../src/ledger/account.ts";
import type { Database } from "../../src/platform/db/database.ts";
import { settle } from "./cluster.store.ts";
import {
  dropCustomerList,
  indexCustomerList,
  insertCustomers,
  insertEarnings,
  insertMallPoints,
  type LoadedCustomer,
  openCustomerList,
} from "./preload.store.ts";

const CUSTOMERS_PER_STATEMENT = 10_000;
/** As many as the machine the goals are for has processors. */
const WRITERS = 2;

export type Customer = { readonly id: string; readonly shop: number };

export type Preload = {
  readonly customers: number;
  /** Postings each, every one with an entry for the customer and one for the shop. */
  readonly postingsEach: number;
  readonly pointsEach: number;
  readonly firstExpiry: string;
  /** The number of the first customer, so that two loads into one database do not meet. */
  readonly firstNumber: number;
  /** The shop of customer `index`, as an index into `shopIds`. None of them has sold anything yet. */
  shopOf(index: number): number;
};

/** Fills the ledger as years of trade would, in SQL. Answers the customers. */
export async function preload(
  database: Database,
  { ids, shopIds, load }: { ids: IdSource; shopIds: readonly string[]; load: Preload },
): Promise<Customer[]> {
  await openCustomerList(database);
  const customers = await listCustomers(database, { ids, shopIds, load });
  await indexCustomerList(database);
  const { postingsEach: entriesEach, pointsEach, firstExpiry } = load;
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => bucket).values();
  const writeBuckets = async () => {
    for (const bucket of buckets) {
      await insertEarnings(database, { bucket, entriesEach, pointsEach, firstExpiry });
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writeBuckets));
  await dropCustomerList(database);
  await settle(database);
  return customers;
}

/** More than anybody orders while the bench runs. */
const MALL_POINTS_EACH = 1_000;

/** Gives mall points to these customers, who have none. */
export async function giveMallPoints(
  database: Database,
  customers: readonly Customer[],
): Promise<void> {
  const accounts = customers.map(({ id: owner }) => ({
    bucket: bucketOf(owner),
    owner,
    accountId: accountId({ unit: MALL, owner, role: "available" }),
    postingId: postingId({ kind: "adjust", reference: `bench ${owner}` }),
  }));
  const issueId = accountId({ unit: MALL, owner: HOUSE, role: "issue" });
  await insertMallPoints(database, { accounts, issueId, points: MALL_POINTS_EACH });
}

async function listCustomers(
  database: Database,
  { ids, shopIds, load }: { ids: IdSource; shopIds: readonly string[]; load: Preload },
): Promise<Customer[]> {
  const ranks = new Map<string, number>();
  const customers: Customer[] = [];
  let waiting: LoadedCustomer[] = [];
  for (let index = 0; index < load.customers; index += 1) {
    const shop = load.shopOf(index);
    const shopId = shopIds[shop] ?? "";
    const id = ids.next("customer");
    const bucket: Bucket = bucketOf(id);
    const rank = ranks.get(`${bucket} ${shop}`) ?? 0;
    ranks.set(`${bucket} ${shop}`, rank + 1);
    customers.push({ id, shop });
    waiting.push({
      number: load.firstNumber + index,
      bucket,
      id,
      shopId,
      accountId: accountId({ unit: shopId, owner: id, role: "available" }),
      issueId: accountId({ unit: shopId, owner: shopId, role: "issue" }),
      rank,
    });
    if (waiting.length === CUSTOMERS_PER_STATEMENT || index === load.customers - 1) {
      await insertCustomers(database, waiting);
      waiting = [];
    }
  }
  return customers;
}
