import type { Mishap } from "../machinery/wire.ts";
import { expectSame } from "../model/violation.ts";
import { expectWallet, MALL } from "../model/wallet.ts";
import type { Random } from "../random.ts";
import type { Customer, Good, Move, Shop, World } from "../world.ts";
import { sellBatch } from "./batch.ts";
import { askQuote, convert, verify } from "./conversions.ts";
import {
  changePrice,
  changeReturnDays,
  deposit,
  lookAtPool,
  publishRatio,
  review,
} from "./desk.ts";
import { cancel, confirm, fulfil, lookAtOrder, placeOrder } from "./orders.ts";
import { askNonsense, repeatAnOldOne, repeatAReceipt, reuseAKey } from "./repeats.ts";
import { refund, SALES_TRIED, sell, someLines, someMoment } from "./till.ts";

/** How often each thing is tried. */
const WEIGHTS = {
  move: 46,
  two_at_once: 9,
  quote: 5,
  fulfil: 18,
  wallet: 6,
  order: 3,
  batch: 3,
  deposit: 3,
  pool: 1,
  ratio: 2,
  return_days: 2,
  shop_review: 2,
  seller_review: 3,
  price: 2,
  repeat: 6,
  reuse: 2,
  receipt_again: 3,
  nonsense: 1,
};
const LOOKS_AFTER_A_MOVE = 0.2;
const MOVES = { sell: 24, refund: 8, convert: 20, order: 18, cancel: 4, confirm: 6 };

/** What comes next, by the seed: one operation, settled before it returns. */
export async function doSomething(
  world: World,
  it: { random: Random; name: string },
): Promise<void> {
  const { random } = it;
  const what = random.weighted(WEIGHTS);
  const customer = random.pick(world.customers);
  switch (what) {
    case "move":
    case "two_at_once":
    case "quote":
    case "fulfil":
    case "wallet":
    case "order":
      return inTurn(customer, () => withCustomer(world, customer, { ...it, what }));
    case "batch":
      return sellBatch(world, it);
    case "deposit": {
      const amount =
        random.weighted({ small: 9, slices: 1 }) === "small"
          ? random.between(1, 150)
          : random.between(1000, 3500);
      return deposit(world, { shop: random.pick(world.shops), amount, key: it.name, random });
    }
    case "pool":
      return lookAtPool(world, random.pick(world.shops), random);
    case "ratio":
      return publishRatio(world, {
        shop: random.pick(world.shops),
        terms: someTerms(random),
        random,
      });
    case "return_days": {
      // Some so long that points expire at about the time at which they come, or before.
      const lifeDays = world.policy().shopPointsExpireDays;
      const returnDays = random.pick([null, 0, 0, 1, 1, 2, lifeDays - 1, lifeDays - 1, 12]);
      return changeReturnDays(world, { shop: random.pick(world.shops), returnDays, random });
    }
    case "shop_review":
      return review(world, { of: random.pick(world.shops), side: "shops", random });
    case "seller_review":
      return office(world, () =>
        review(world, { of: random.pick(world.sellers), side: "sellers", random }),
      );
    case "price":
      return changePrice(world, {
        good: random.pick(world.goods),
        price: random.between(1, 12),
        random,
      });
    case "repeat":
      return repeatAnOldOne(world, random);
    case "reuse":
      return reuseAKey(world, random);
    case "receipt_again":
      return repeatAReceipt(world, random);
    case "nonsense":
      return askNonsense(world, random);
  }
}

async function inTurn(customer: Customer, work: () => Promise<void>): Promise<void> {
  const release = await customer.turn.acquire();
  try {
    await work();
  } finally {
    release();
  }
}

async function office(world: World, work: () => Promise<void>): Promise<void> {
  const release = await world.office.acquire();
  try {
    await work();
  } finally {
    release();
  }
}

type Chosen = {
  random: Random;
  name: string;
  what: "move" | "two_at_once" | "quote" | "fulfil" | "wallet" | "order";
};

async function withCustomer(world: World, customer: Customer, it: Chosen): Promise<void> {
  const { random, name } = it;
  const open = customer.books.orders.filter(
    ({ state }) => state !== "cancelled" && state !== "completed",
  );
  switch (it.what) {
    case "quote": {
      const shop = random.pick(world.shops);
      await askQuote(world, customer, { shop, points: random.between(1, 60), random });
      return;
    }
    case "fulfil": {
      const order = random.pick([...open, null]);
      if (!order) return;
      const usual = { placed: "accept", accepted: "ship", shipped: "deliver" } as const;
      const likely = order.state in usual ? usual[order.state as keyof typeof usual] : "deliver";
      const action = random.chance(0.8)
        ? likely
        : random.pick(["accept", "ship", "deliver"] as const);
      return fulfil(world, customer, { order, action, key: name, random });
    }
    case "wallet":
      return lookAtWallet(world, customer, random);
    case "order": {
      const order = random.pick([...open, null]);
      if (order) await lookAtOrder(world, customer, { order, random });
      return;
    }
    case "move":
    case "two_at_once": {
      const moves = [await someMove(world, customer, { random, name })];
      if (it.what === "two_at_once") {
        moves.push(await someMove(world, customer, { random, name: `${name}-second` }));
      }
      const both = moves.filter((move) => move !== null);
      const mishap: Mishap =
        both.length > 1
          ? "none"
          : random.weighted({ none: 70, answer_lost: 12, hung_up: 8, sent_twice: 10 });
      if (both.length > 1) world.count("two at once");
      if (both.length === 0) return;
      await world.perform(both, { customer, random, mishap });
      // Of lots only the wallet tells, and the next move may wipe out what this one did to them.
      if (random.chance(LOOKS_AFTER_A_MOVE)) await lookAtWallet(world, customer, random);
    }
  }
}

export async function lookAtWallet(
  world: World,
  customer: Customer,
  random: Random,
): Promise<void> {
  const { value, seen, end } = await world.watching(() =>
    world.wire.settle(customer.caller, { method: "GET", path: "/me/wallet" }, { random }),
  );
  end(true);
  expectSame("reading a wallet", value.answer.code, "ok");
  expectWallet(world, customer, { wallet: value.answer.body, seen, what: "wallet" });
  world.note(customer, "looks at the wallet");
  world.countOperation();
}

async function someMove(
  world: World,
  customer: Customer,
  { random, name }: { random: Random; name: string },
): Promise<Move | null> {
  const { books } = customer;
  switch (random.weighted(MOVES)) {
    case "sell":
      return someSale(world, customer, { random, name });
    case "refund": {
      const sale = random.pick([...books.sales.slice(-SALES_TRIED), null]);
      if (!sale) return null;
      const line = random.between(0, sale.lines.length - 1);
      const left = (sale.lines[line]?.quantity ?? 0) - (sale.lines[line]?.returned ?? 0);
      const quantity = random.between(1, Math.max(left, 1) + (random.chance(0.1) ? 1 : 0));
      const shop = world.shops[sale.shop] as Shop;
      return refund(world, customer, { sale, shop, lines: [{ line, quantity }], key: name });
    }
    case "convert":
      return someConversion(world, customer, { random, name });
    case "order":
      return someOrder(world, customer, { random, name });
    case "cancel": {
      const order = random.pick([...books.orders, null]);
      const side = random.pick(["customer", "seller"] as const);
      return order && cancel(world, customer, { order, side, key: name });
    }
    case "confirm": {
      const order = random.pick([...books.orders, null]);
      return order && confirm(world, customer, { order, key: name });
    }
  }
}

async function someSale(
  world: World,
  customer: Customer,
  { random, name }: { random: Random; name: string },
): Promise<Move> {
  const shop = random.pick(world.shops);
  const lines = someLines(shop, random);
  const memberCode = random.chance(0.2) ? await showCode(world, customer, random) : undefined;
  const soldAt = someMoment(world, random);
  return sell(world, customer, { shop, lines, receiptNumber: name, memberCode, soldAt });
}

async function showCode(world: World, customer: Customer, random: Random) {
  const path = "/me/member-code";
  const { answer } = await world.wire.settle(customer.caller, { method: "GET", path }, { random });
  expectSame("showing the member code", answer.code, "ok");
  const { code, expiresAt } = answer.body as { code: string; expiresAt: string };
  return { code, expiresAt: Date.parse(expiresAt) };
}

/**
 * Mostly what the customer can afford, in a verified window; now and then not. Who has next to nothing
 * mostly buys something first.
 */
async function someConversion(
  world: World,
  customer: Customer,
  { random, name }: { random: Random; name: string },
): Promise<Move | null> {
  const isFresh = random.chance(0.7);
  const rich = world.shops.filter(({ id }) => likelyBalance(customer, id) > 10);
  if (rich.length === 0 && random.chance(0.7)) return someSale(world, customer, { random, name });
  if (random.chance(0.85)) await verifyUnlessOpen(world, customer, random);
  const shop = random.pick(rich.length > 0 ? rich : world.shops);
  const available = Math.max(likelyBalance(customer, shop.id), 1);
  const points = random.between(1, Math.ceil(available * (random.chance(0.1) ? 1.5 : 1)));
  const old = customer.books.quotes;
  const quote =
    isFresh || old.length === 0
      ? await askQuote(world, customer, { shop, points, random })
      : random.pick(old);
  return quote && convert(world, customer, { quote, key: name });
}

function likelyBalance(customer: Customer, unit: string): number {
  return customer.books.accounts[unit]?.possible[0]?.balance ?? 0;
}

async function verifyUnlessOpen(world: World, customer: Customer, random: Random): Promise<void> {
  const { window, caller } = customer;
  const isOpen = window?.session === caller.sessions && window.until > world.clock.upper + 60_000;
  if (!isOpen) await verify(world, customer, random);
}

/** Mostly what the customer can afford. */
function someOrder(
  world: World,
  customer: Customer,
  { random, name }: { random: Random; name: string },
): Move {
  const funds = random.chance(0.8) ? likelyBalance(customer, MALL) : Number.POSITIVE_INFINITY;
  const sizes = random.pick([1, 1, 1, 1, 2, 2, 3]);
  const cart: { good: Good; quantity: number }[] = [];
  let total = 0;
  for (const good of random.shuffled(world.goods)) {
    const quantity = random.between(1, 3);
    const price = good.price.latest * quantity;
    const isFirst = cart.length === 0;
    if (
      cart.length === sizes ||
      (total + price > funds && !(isFirst && funds < good.price.latest))
    ) {
      continue;
    }
    cart.push({ good, quantity });
    total += price;
  }
  const [any] = world.goods;
  if (cart.length === 0 && any) cart.push({ good: any, quantity: 1 });
  total = cart.reduce((sum, { good, quantity }) => sum + good.price.latest * quantity, 0);
  const expectedPoints = random.weighted({ none: 5, right: 4, wrong: 1 });
  return placeOrder(world, customer, {
    cart,
    expectedPoints: expectedPoints === "none" ? null : total + (expectedPoints === "wrong" ? 1 : 0),
    key: name,
  });
}

function someTerms(random: Random) {
  return {
    shopPoints: random.between(2, 9),
    mallPoints: random.between(1, 7),
    minimumPoints: random.pick([0, 0, 5, 15]),
    dailyCapPoints: random.pick([null, null, 40, 120]),
    delaySeconds: random.pick([0, 0, 0, 30, 3600]),
  };
}
