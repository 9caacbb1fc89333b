import fc from "fast-check";
import { bucketOf } from "../kernel/bucket.ts";
import { addDays, type Instant, instant } from "../kernel/clock.ts";
import { type Points, points, smaller, ZERO } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import { type AccountRef, accountId, HOUSE, keepsLots, MALL } from "./account.ts";
import { type AccountState, type Book, copyOf, emptyBook, type Lot } from "./book.ts";
import { ByPlace } from "./by-place.ts";
import { applyOrThrow, carryOut, type Posted } from "./carry-out.ts";
import { dueExpiry, dueMaturity } from "./decide-due.ts";
import type { WholePools } from "./decide-gather.ts";
import { decideForm, type PostingRefusal } from "./decide-posting.ts";
import * as postings from "./kinds.ts";
import { namePosting } from "./name-posting.ts";
import type { Posting } from "./posting.ts";

// A small town in a book: two customers, two shops, a seller, and whatever they do. A step names a
// verb and some numbers; what it means depends on what has happened so far.

export const START = instant(Date.UTC(2026, 0, 1, 12));
const CUSTOMERS = ["cus_ann", "cus_bei"] as const;
const SHOPS = ["shop_noodles", "shop_tea"] as const;
const SELLER = "sel_chen";
const by = "test";

const VERBS = {
  earn: 6,
  mature: 2,
  clawBack: 2,
  convert: 4,
  hold: 6,
  release: 2,
  pay: 4,
  refund: 4,
  grant: 1,
  subsidise: 1,
  settle: 1,
  deposit: 2,
  adjust: 3,
  wait: 2,
  again: 1,
  otherwise: 1,
} as const;

export type Step = {
  readonly verb: keyof typeof VERBS;
  readonly who: 0 | 1;
  readonly where: 0 | 1;
  readonly nth: number;
  readonly amount: number;
  readonly days: number;
};

const verbs = Object.entries(VERBS).flatMap(([verb, weight]) =>
  Array.from({ length: weight }, () => verb as keyof typeof VERBS),
);

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    verb: fc.constantFrom(...verbs),
    who: fc.constantFrom(0, 1),
    where: fc.constantFrom(0, 1),
    nth: fc.nat({ max: 4 }),
    amount: fc.integer({ min: 1, max: 40 }),
    days: fc.nat({ max: 5 }),
  }),
  { maxLength: 30, size: "max" },
);

type Sale = { customerId: string; shopId: string; saleId: string };
type Order = {
  customerId: string;
  sellerId: string;
  orderId: string;
  points: Points;
  commission: Points;
};
export type World = {
  book: Book;
  now: Instant;
  readonly sales: Sale[];
  readonly orders: Order[];
  /** What was carried out, in this order. */
  readonly done: Posting[];
};

export function emptyWorld(): World {
  return { book: emptyBook(), now: START, sales: [], orders: [], done: [] };
}

/** The same world with its book written and read again: what comes next finds lots that have rows. */
export function readAgain({ book, now, sales, orders, done }: World): World {
  return {
    book: reopened(book),
    now,
    sales: [...sales],
    orders: [...orders],
    done: [...done],
  };
}

/** The book as it is read again once its changes are written. What was left of a used lot is not kept. */
export function reopened(book: Book): Book {
  const uses = [...book.uses].map(
    ([place, all]) =>
      [
        place,
        all.map((use) => ({ ...use, lot: { ...use.lot, remaining: ZERO, maturesAt: null } })),
      ] as const,
  );
  return { ...copyOf(book), uses: new ByPlace(uses) };
}

export const customer = (owner: string, unit: string, role: AccountRef["role"]): AccountRef => ({
  unit,
  owner,
  role,
});

/** Carries one posting out as the ledger does, the pools of the book being whole. */
export function carry(book: Book, posting: Posting): Result<Posted, PostingRefusal> {
  const form = decideForm(posting);
  return form.ok ? carryOut(book, namePosting(posting), wholePools(book)) : form;
}

function wholePools(book: Book): WholePools {
  const pools = new Map<string, number[]>();
  for (const { bucket, ref } of book.accounts.values()) {
    if (ref.role !== "pool") continue;
    pools.set(accountId(ref), [...(pools.get(accountId(ref)) ?? []), bucket]);
  }
  for (const buckets of pools.values()) buckets.sort((left, right) => left - right);
  return pools;
}

/** Lets everything go whose moment has come. */
export function expireAll({ book, now }: World): void {
  for (const account of [...book.accounts.values()].filter(({ ref }) => keepsLots(ref.role))) {
    const due = dueExpiry(book, account, now);
    if (due) applyOrThrow(book, due);
  }
}

/** What the step asks of the ledger now; null when it asks for nothing. */
export function postingOf(world: World, step: Step): Posting | null {
  const { sales, orders, done, now: at } = world;
  const customerId = CUSTOMERS[step.who];
  const shopId = SHOPS[step.where];
  const amount = points(BigInt(step.amount));
  const number = world.done.length + sales.length + orders.length;
  const expiresAt = addDays(at, step.days + 1);
  // Nought is the latest, so that one thing often leads to another.
  const sale = sales.at(-1 - (step.nth % Math.max(sales.length, 1)));
  const order = orders.at(-1 - (step.nth % Math.max(orders.length, 1)));
  const earlier = done.at(-1 - (step.nth % Math.max(done.length, 1)));
  const common = { at, by };
  switch (step.verb) {
    case "earn": {
      const made = { customerId, shopId, saleId: `sale_${number}` };
      sales.push(made);
      const pendingUntil = step.nth % 2 === 0 ? null : addDays(at, step.days - 1);
      return postings.earn({ ...made, ...common, points: amount, expiresAt, pendingUntil });
    }
    case "mature": {
      if (!sale) return null;
      return dueMaturity(world.book, sale, { ...common, bucket: bucketOf(sale.customerId) });
    }
    case "clawBack":
      return sale
        ? postings.clawBack({ ...sale, ...common, points: amount, refundId: `ref_${number}` })
        : null;
    case "convert":
      return postings.convert({
        customerId,
        shopId,
        conversionId: `cnv_${number}`,
        taken: amount,
        given: points(BigInt(step.amount % 20) + 1n),
        fee: points(BigInt(step.nth % 3)),
        cost: points(BigInt(step.nth)),
        expiresAt,
        ...common,
      });
    case "hold": {
      const some = points(BigInt(1 + (step.amount % 12)));
      const commission = smaller(some, points(BigInt(step.nth)));
      const made = { customerId, sellerId: SELLER, orderId: `ord_${number}`, points: some };
      orders.push({ ...made, commission });
      return postings.hold({ ...made, ...common });
    }
    case "release":
      return order ? postings.release({ ...order, ...common, ...graceOf(step, at) }) : null;
    case "pay":
      return order ? postings.pay({ ...order, ...common }) : null;
    case "refund":
      return order ? postings.refund({ ...order, ...common, ...graceOf(step, at) }) : null;
    case "grant":
      return postings.grant({
        sellerId: SELLER,
        grantId: `grn_${number}`,
        points: amount,
        ...common,
      });
    case "subsidise":
      return postings.subsidise({
        sellerId: SELLER,
        orderId: `ord_${number}`,
        points: amount,
        ...common,
      });
    case "settle":
      return postings.settle({
        sellerId: SELLER,
        settlementId: `set_${number}`,
        bucket: bucketOf(customerId),
        points: amount,
        ...common,
      });
    case "deposit":
      return postings.depositIntoSlice({
        shopId,
        depositId: `dep_${number}`,
        bucket: bucketOf(`dep_${number}`),
        amount,
        ...common,
      });
    case "adjust": {
      if (!sale) return null;
      const ends = [
        customer(HOUSE, MALL, "issue"),
        customer(sale.customerId, MALL, "available"),
      ] as const;
      const [from, to] = step.where === 0 ? ends : [ends[1], ends[0]];
      return postings.adjust({
        adjustmentId: `adj_${number}`,
        bucket: bucketOf(sale.customerId),
        from,
        to,
        points: amount,
        corrects: { kind: "earn", reference: sale.saleId },
        ...(step.where === 0 && { expiresAt }),
        ...common,
      });
    }
    case "wait":
      world.now = addDays(at, step.days);
      return null;
    case "again":
      return earlier ? { ...earlier, at } : null;
    case "otherwise":
      return earlier ? withOtherAmount(earlier, at) : null;
  }
}

/** Half of what comes back has grace. */
function graceOf({ where, days }: Step, at: Instant): { graceUntil?: Instant } {
  return where === 0 ? { graceUntil: addDays(at, days + 1) } : {};
}

/** Another movement under the name of one that has happened. */
export function withOtherAmount(posting: Posting, at: Instant): Posting {
  const [first, ...rest] = posting.transfers;
  if (!first) return posting;
  return { ...posting, at, transfers: [{ ...first, amount: points(first.amount + 1n) }, ...rest] };
}

export type Event = { readonly posting: Posting; readonly result: Result<Posted, PostingRefusal> };

/** Takes the steps one after another. `watch` sees each posting, with what was before it. */
export function play(
  taken: readonly Step[],
  watch: (event: Event, world: World, before: Shape) => void = () => {},
  start: World = emptyWorld(),
): World {
  const world = readAgain(start);
  for (const step of taken) {
    const posting = postingOf(world, step);
    expireAll(world);
    if (!posting) continue;
    const before = shapeOf(world.book);
    const result = carry(world.book, posting);
    if (result.ok && !result.value.repeated) world.done.push(posting);
    watch({ posting, result }, world, before);
  }
  return world;
}

/**
 * What a book holds, to compare. A pool is shown as a whole, since its money may lie in another slice
 * though nothing was paid; and whether a lot has a row is the store's business.
 */
export type Shape = {
  readonly accounts: Readonly<Record<string, readonly [balance: bigint, version: bigint]>>;
  readonly pools: Readonly<Record<string, bigint>>;
  readonly lots: Readonly<Record<string, readonly string[]>>;
  readonly happened: ReadonlySet<string>;
};

export function nameOf({ bucket, ref }: Pick<AccountState, "bucket" | "ref">): string {
  return `${ref.owner} ${ref.role} of ${ref.unit} in ${bucket}`;
}

export function shapeOf(book: Book): Shape {
  const accounts: Record<string, [bigint, bigint]> = {};
  const pools: Record<string, bigint> = {};
  const lots: Record<string, string[]> = {};
  for (const account of book.accounts.values()) {
    const { ref, balance, version } = account;
    if (ref.role === "pool" || ref.role === "transit") {
      const name = `${ref.owner} ${ref.role}`;
      pools[name] = (pools[name] ?? 0n) + balance;
      continue;
    }
    accounts[nameOf(account)] = [balance, version];
    const held = book.lots.get(account) ?? [];
    if (held.length > 0) lots[nameOf(account)] = held.map(shownLot);
  }
  const gathered = new Set(
    book.changes.postings.filter(({ posting }) => posting.kind === "gather").map(({ id }) => id),
  );
  const happened = [...book.digests].filter(([{ id }]) => !gathered.has(id));
  return {
    accounts,
    pools: Object.fromEntries(Object.entries(pools).filter(([, total]) => total !== 0n)),
    lots,
    happened: new Set(happened.map(([{ bucket, id }, digest]) => `${bucket} ${id} ${digest}`)),
  };
}

function shownLot({ expiresAt, lot, remaining, amount, postingId, maturesAt }: Lot): string {
  return `${expiresAt} #${lot}: ${remaining} of ${amount}, from ${postingId}, matures ${maturesAt}`;
}
