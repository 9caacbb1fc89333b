import type { Sql } from "../src/platform/db/database.ts";
import { countDue, readLots, readMatured, readPostings, readTotals } from "./books.store.ts";
import { type Account, expectLots, expectNothingDue, keepThose } from "./model/account.ts";
import { mayHaveCompleted } from "./model/customer.ts";
import { waitingSum } from "./model/holding.ts";
import { ownedBy } from "./model/moved.ts";
import { expectSame, expectThat } from "./model/violation.ts";
import { lookAtWallet } from "./operations/choose.ts";
import { lookAtPool } from "./operations/desk.ts";
import { lookAtOrder } from "./operations/orders.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

type Check = (world: World, sql: Sql, random: Random) => Promise<number>;

/** What must be true when everything has come to rest. Each answers how much it looked at. */
export const FINAL_CHECKS = {
  "every wallet is what the rules say": checkWallets,
  "every order is where the rules say": checkOrders,
  "every pool and every stock is what is left of it": checkPoolsAndStock,
  "every account in the ledger's tables has the balance that follows from the rules": checkTotals,
  "every lot in the ledger's tables is there, with its end and its rest": checkLots,
  "every movement happened once": checkPostings,
  "the audit finds the books balanced": checkAudit,
} as const satisfies Record<string, Check>;

async function checkWallets(world: World, _: unknown, random: Random): Promise<number> {
  const now = world.clock.upper;
  for (const customer of world.customers) {
    await lookAtWallet(world, customer, random);
  }
  for (const { customer, unit, account } of allAccounts(world)) {
    expectNothingDue(`${unit} of ${customer.name}`, account, now);
  }
  return world.customers.length;
}

async function checkOrders(world: World, _: Sql, random: Random): Promise<number> {
  let orders = 0;
  for (const customer of world.customers) {
    for (const order of customer.books.orders.slice()) {
      await lookAtOrder(world, customer, { order, random });
      orders += 1;
      const isLate = mayHaveCompleted(order, { to: world.clock.lower });
      expectThat(!isLate, () => `order ${order.id} should have completed by itself`);
    }
  }
  return orders;
}

async function checkPoolsAndStock(world: World, _: Sql, random: Random): Promise<number> {
  for (const shop of world.shops) await lookAtPool(world, shop, random);
  for (const good of world.goods) {
    const seller = world.sellers[good.seller];
    if (!seller) continue;
    const path = `/sellers/${seller.id}/products?limit=100`;
    const { answer } = await world.wire.settle(seller.staff, { method: "GET", path }, { random });
    const items = answer.body.items as { id: string; stock: number }[];
    const stock = items.find(({ id }) => id === good.id)?.stock;
    expectSame(`stock of good ${good.index}`, stock, good.stock.settled);
  }
  return world.shops.length + world.goods.length;
}

async function checkTotals(world: World, sql: Sql): Promise<number> {
  const expected = new Map<string, number>();
  for (const { totals } of allMoved(world)) {
    for (const [account, amount] of Object.entries(totals)) {
      expected.set(account, (expected.get(account) ?? 0) + amount);
    }
  }
  for (const { customer, unit, account } of allAccounts(world)) {
    splitOwned(expected, { customer: customer.id, unit, account });
  }
  const found = await readTotals(sql);
  expectSameMaps("balance of", found, new Map([...expected].filter(([, amount]) => amount !== 0)));
  return found.size;
}

/** What a customer owns is available, or waits, or has expired. */
function splitOwned(
  expected: Map<string, number>,
  { customer, unit, account }: { customer: string; unit: string; account: Account },
): void {
  const owned = expected.get(ownedBy(customer, unit)) ?? 0;
  expected.delete(ownedBy(customer, unit));
  const [one] = account.possible;
  const isWhole = account.possible.every(
    (each) => each.balance + waitingSum(each) + each.expired === owned,
  );
  if (!one || !isWhole) throw new Error(`the model has lost ${unit} of ${customer}`);
  const parts = [
    [`${unit} ${customer} available`, one.balance],
    [`${unit} ${customer} pending`, waitingSum(one)],
    [`${unit} ${unit} breakage`, one.expired],
  ] as const;
  for (const [name, amount] of parts) expected.set(name, (expected.get(name) ?? 0) + amount);
}

async function checkLots(world: World, sql: Sql): Promise<number> {
  const found = await readLots(sql);
  let lots = 0;
  for (const { customer, unit, account } of allAccounts(world)) {
    const name = `${unit} ${customer.id}`;
    lots += expectLots(name, account, found.get(name) ?? { available: [], pending: [] });
    found.delete(name);
  }
  expectSame("lots of nobody", [...found], []);
  return lots;
}

async function checkPostings(world: World, sql: Sql): Promise<number> {
  const expected = new Map<string, number>();
  for (const { postings } of allMoved(world)) {
    for (const [kind, count] of Object.entries(postings)) {
      expected.set(kind, (expected.get(kind) ?? 0) + count);
    }
  }
  expected.set("mature", await countMatured(world, sql));
  const found = await readPostings(sql);
  // How often pools were gathered and lots let go is the ledger's own business.
  for (const own of ["gather", "expire"]) {
    found.delete(own);
    expected.delete(own);
  }
  expectSameMaps("postings of kind", found, expected);
  return [...found.values()].reduce((sum, count) => sum + count, 0);
}

/** Far more turns of the jobs than are needed, where another server may be at the same work. */
const TURNS_MOST = 40;

/**
 * Time goes by until nothing waits any more: the first of what waits and the last of it are met to the
 * millisecond. Before its moment nothing has come, and then all of it. Answers of how many sales the
 * points waited.
 */
export async function checkWhatWaits(
  world: World,
  sql: Sql,
  it: { random: Random; setClock(to: number): Promise<void>; runJobs(): Promise<void> },
): Promise<number> {
  const waiting = allAccounts(world).flatMap(({ account }) => account.possible[0]?.waiting ?? []);
  const moments = waiting.map(({ maturesAt }) => maturesAt);
  const met = moments.length === 0 ? [] : [Math.min(...moments), Math.max(...moments)];
  for (const moment of new Set(met)) {
    if (moment - 1 > world.clock.upper) {
      await it.setClock(moment - 1);
      await it.runJobs();
      for (const customer of world.customers) await lookAtWallet(world, customer, it.random);
    }
    await it.setClock(moment);
    for (let turn = 0; (await countDue(sql, moment)) > 0 && turn < TURNS_MOST; turn += 1) {
      await it.runJobs();
    }
    await checkWallets(world, null, it.random);
  }
  return waiting.length;
}

/** Whether points became available, or expired before that, the ledger's own postings tell in the end. */
async function countMatured(world: World, sql: Sql): Promise<number> {
  const found = await readMatured(sql);
  let all = 0;
  for (const { customer, unit, account } of allAccounts(world)) {
    const matured = found.get(`${unit} ${customer.id}`) ?? 0;
    keepThose(
      account,
      (one) => one.matured === matured,
      (possible) =>
        `${matured} sales' points of ${unit} of ${customer.name} became available, not ${possible.map((one) => one.matured).join(" or ")}`,
    );
    all += matured;
  }
  return all;
}

export async function checkAudit(world: World, _: Sql, random: Random): Promise<number> {
  const request = { method: "GET", path: "/operator/audit" } as const;
  const { answer } = await world.wire.settle(world.operator, request, { random });
  expectThat(answer.body?.balanced === true, () => `the audit says ${answer.text}`);
  return answer.body.entries as number;
}

function allAccounts(world: World) {
  return world.customers.flatMap((customer) =>
    Object.entries(customer.books.accounts).map(([unit, account]) => ({ customer, unit, account })),
  );
}

function allMoved(world: World) {
  return [world.moved, ...world.customers.map(({ books }) => books.moved)];
}

function expectSameMaps(
  what: string,
  found: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
): void {
  const names = [...new Set([...found.keys(), ...expected.keys()])].sort();
  const wrong = names.filter((name) => (found.get(name) ?? 0) !== (expected.get(name) ?? 0));
  expectThat(wrong.length === 0, () =>
    wrong
      .map((name) => `${what} ${name} is ${found.get(name) ?? 0}, not ${expected.get(name) ?? 0}`)
      .join("\n"),
  );
}
