import { describe, expect, test } from "vitest";
import { BUCKETS, bucketOf } from "../kernel/bucket.ts";
import { points } from "../kernel/points.ts";
import { accountId } from "./account.ts";
import { emptyBook } from "./book.ts";
import { START } from "./book-world.fixture.ts";
import { applyOrThrow } from "./carry-out.ts";
import { decideGather, poolDraw } from "./decide-gather.ts";
import * as postings from "./kinds.ts";
import { midnight } from "./midnight.fixture.ts";
import type { Posting } from "./posting.ts";

const ANN = "cus_ann";
const SHOP = "shop_noodles";
const bucket = bucketOf(ANN);
const common = { at: START, by: "test" };
const order = { customerId: ANN, points: points(10n), ...common, orderId: "ord_1" };
const pool = postings.poolOf(SHOP);
const gathering = { pool, amount: points(5n), giver: { bucket: 9, version: 4n }, at: START };
const paying = postings.convert({
  ...common,
  customerId: ANN,
  shopId: SHOP,
  conversionId: "cnv_1",
  taken: points(234n),
  given: points(6n),
  fee: points(1n),
  cost: points(10n),
  expiresAt: midnight("2026-06-01"),
});

/** Its transfers in a line: amount, unit, and from which role to which. */
const shown = ({ transfers }: Posting) =>
  transfers.map(({ from, to, amount }) => `${amount} of ${from.unit}: ${from.role} → ${to.role}`);

describe("a deposit", () => {
  const first = bucketOf("dep_1");
  const deposited = (amount: bigint) =>
    postings.deposit({ ...common, shopId: SHOP, depositId: "dep_1", amount: points(amount) });

  test.each<[amount: bigint, slices: [bucket: number, amount: bigint][]]>([
    [1n, [[first, 1n]]],
    [1999n, [[first, 1999n]]],
    [
      2000n,
      [
        [first, 1000n],
        [first + 1, 1000n],
      ],
    ],
    [
      2001n,
      [
        [first, 1000n],
        [first + 1, 1001n],
      ],
    ],
  ])("of %s fen fills slices of ¥10 at least", (amount, slices) => {
    const made = deposited(amount).map(({ bucket, transfers }) => [bucket, transfers[0]?.amount]);
    expect(made).toEqual(slices);
  });

  test("that is large fills every slice alike, each by a posting of its own", () => {
    const slices = deposited(6_400_000n);
    expect(slices.map(({ bucket }) => bucket).sort((a, b) => a - b)).toEqual(
      Array.from({ length: BUCKETS }, (_, one) => one),
    );
    expect(new Set(slices.map(({ transfers }) => transfers[0]?.amount))).toEqual(
      new Set([100_000n]),
    );
    expect(new Set(slices.map(({ reference }) => reference)).size).toBe(BUCKETS);
  });
});

describe("a slice of a pool that is short", () => {
  const clearing = bucket;

  /** Slices by bucket; what each gives, in this order, when so much is drawn in Ann's bucket. */
  function gathered(slices: Readonly<Record<number, bigint>>, posting = paying): string[] {
    const book = emptyBook();
    for (const [where, amount] of Object.entries(slices)) {
      const deposit = {
        ...common,
        shopId: SHOP,
        depositId: "dep_1",
        bucket: Number(where),
        amount: points(amount),
      };
      if (amount > 0n) applyOrThrow(book, postings.depositIntoSlice(deposit));
    }
    const buckets = Object.keys(slices).map(Number);
    const pools = new Map([
      [accountId(pool), [...new Set([...buckets, clearing])].sort((a, b) => a - b)],
    ]);
    return decideGather(book, posting, pools).map(
      (half) => `${half.bucket}: ${shown(half).join()}`,
    );
  }

  const half = (where: number, amount: number, direction: string) =>
    `${where}: ${amount} of money: ${direction}`;
  const out = (where: number, amount: number) => half(where, amount, "pool → transit");
  const into = (amount: number) => half(clearing, amount, "transit → pool");

  test.each<[name: string, slices: Record<number, bigint>, moves: string[]]>([
    ["no others", {}, []],
    ["enough of its own", { [clearing]: 10n, 1: 100n }, []],
    ["one point too little in all", { [clearing]: 4n, 1: 2n, 2: 3n }, []],
    [
      "just enough in all",
      { [clearing]: 4n, 1: 2n, 2: 4n },
      [out(1, 2), into(2), out(2, 4), into(4)],
    ],
    ["an empty slice among the others", { 1: 0n, 2: 10n }, [out(2, 10), into(10)]],
    ["more than enough in the first", { 1: 20n, 2: 20n }, [out(1, 10), into(10)]],
    ["much", { 1: 10n + BigInt(BUCKETS) * 2n }, [out(1, 12), into(12)]],
  ])("with %s gathers in bucket order, and a fair share of what remains", (_, slices, moves) => {
    expect(gathered(slices)).toEqual(moves);
  });

  test("is filled for whoever draws on a pool, and never by gathering itself", () => {
    expect(poolDraw(paying)?.amount).toBe(10n);
    expect(poolDraw(postings.hold(order))).toBeUndefined();
    const deposit = { ...common, shopId: SHOP, depositId: "dep_1", amount: points(1n) };
    expect(postings.deposit(deposit).map(poolDraw)).toEqual([undefined]);
    const move = postings.gather({ ...gathering, direction: "out", bucket: 9 });
    expect(poolDraw(move)).toBeUndefined();
    expect(gathered({ 1: 20n }, move)).toEqual([]);
    expect(decideGather(emptyBook(), paying, new Map())).toEqual([]);
  });
});
