import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { addDays } from "../kernel/clock.ts";
import { points, ZERO } from "../kernel/points.ts";
import {
  accountId,
  floorOf,
  HOUSE,
  isTallied,
  keepsLots,
  MALL,
  postingId,
  ROLES,
} from "./account.ts";
import { accountOf, balanceIn, emptyBook, lotsOf } from "./book.ts";
import { carry, customer, START } from "./book-world.fixture.ts";
import { applyOrThrow } from "./carry-out.ts";
import { fitsItsKind } from "./chart.ts";
import { dueExpiry, dueMaturity, spentByLots } from "./decide-due.ts";
import * as postings from "./kinds.ts";
import { dayAt, midnight } from "./midnight.fixture.ts";
import type { Posting } from "./posting.ts";

const ANN = "cus_ann";
const SHOP = "shop_noodles";
const SELLER = "sel_chen";
const bucket = bucketOf(ANN);
const common = { at: START, by: "test" };
const ofAnn = { customerId: ANN, points: points(10n), ...common };
const order = { ...ofAnn, orderId: "ord_1", sellerId: SELLER, commission: points(3n) };
const sale = { ...ofAnn, shopId: SHOP, saleId: "sale_1", expiresAt: midnight("2026-06-01") };
const conversion = {
  ...common,
  customerId: ANN,
  shopId: SHOP,
  conversionId: "cnv_1",
  taken: points(234n),
  given: points(6n),
  fee: points(1n),
  cost: points(7n),
  expiresAt: midnight("2026-06-01"),
};
const held = customer(ANN, MALL, "held");
const pool = postings.poolOf(SHOP);
const giver = { bucket: 9, version: 4n };
const gathering = { pool, amount: points(5n), giver, at: START };

/** A transfer in one line: amount, payer → payee, and in which unit. */
const shown = ({ transfers }: Posting) =>
  transfers.map(
    ({ from, to, amount, expiresAt, maturesAt }) =>
      `${amount} of ${from.unit}: ${from.owner} ${from.role} → ${to.owner} ${to.role}` +
      `${expiresAt ? ` until ${dayAt(expiresAt)}` : ""}${maturesAt === undefined ? "" : ` from ${maturesAt}`}`,
  );

type Row = [name: string, make: () => Posting, reference: string, bucket: number, moves: string[]];
const ROWS: Row[] = [
  [
    "earn",
    () => postings.earn(sale),
    "sale_1",
    bucket,
    ["10 of shop_noodles: shop_noodles issue → cus_ann available until 2026-06-01"],
  ],
  [
    "earn",
    () => postings.earn({ ...sale, pendingUntil: START }),
    "sale_1",
    bucket,
    [`10 of shop_noodles: shop_noodles issue → cus_ann pending until 2026-06-01 from ${START}`],
  ],
  [
    "mature",
    () => postings.mature(sale),
    "sale_1",
    bucket,
    ["10 of shop_noodles: cus_ann pending → cus_ann available until 2026-06-01"],
  ],
  [
    "claw_back",
    () => postings.clawBack({ ...sale, refundId: "ref_1" }),
    "ref_1",
    bucket,
    ["10 of shop_noodles: cus_ann available → shop_noodles issue"],
  ],
  [
    "convert",
    () => postings.convert(conversion),
    "cnv_1",
    bucket,
    [
      "234 of shop_noodles: cus_ann available → shop_noodles retirement",
      "6 of mall: mall issue → cus_ann available until 2026-06-01",
      "1 of mall: mall issue → mall fee",
      "7 of money: shop_noodles pool → mall clearing",
    ],
  ],
  [
    "convert",
    () => postings.convert({ ...conversion, fee: ZERO, cost: ZERO }),
    "cnv_1",
    bucket,
    [
      "234 of shop_noodles: cus_ann available → shop_noodles retirement",
      "6 of mall: mall issue → cus_ann available until 2026-06-01",
    ],
  ],
  [
    "hold",
    () => postings.hold(order),
    "ord_1",
    bucket,
    ["10 of mall: cus_ann available → cus_ann held"],
  ],
  [
    "release",
    () => postings.release(order),
    "ord_1",
    bucket,
    ["10 of mall: cus_ann held → cus_ann available"],
  ],
  [
    "extend",
    () =>
      postings.extend({
        account: customer(ANN, MALL, "available"),
        bucket,
        amount: points(10n),
        expiresAt: midnight("2026-06-15"),
        cameBack: { kind: "release", reference: "ord_1" },
        at: START,
      }),
    "ord_1",
    bucket,
    ["10 of mall: cus_ann available → cus_ann available until 2026-06-15"],
  ],
  [
    "pay",
    () => postings.pay(order),
    "ord_1",
    bucket,
    ["7 of mall: cus_ann held → sel_chen receivable", "3 of mall: cus_ann held → mall commission"],
  ],
  [
    "pay",
    () => postings.pay({ ...order, commission: ZERO }),
    "ord_1",
    bucket,
    ["10 of mall: cus_ann held → sel_chen receivable"],
  ],
  [
    "refund",
    () => postings.refund(order),
    "ord_1",
    bucket,
    [
      "7 of mall: sel_chen receivable → cus_ann available",
      "3 of mall: mall commission → cus_ann available",
    ],
  ],
  [
    "refund",
    () => postings.refund({ ...order, commission: points(10n) }),
    "ord_1",
    bucket,
    ["10 of mall: mall commission → cus_ann available"],
  ],
  [
    "subsidise",
    () => postings.subsidise(order),
    "ord_1",
    bucketOf(SELLER),
    ["10 of mall: sel_chen promotion → sel_chen receivable"],
  ],
  [
    "settle",
    () => postings.settle({ ...order, settlementId: "set_1", bucket: 5 }),
    "set_1:sel_chen:5",
    5,
    ["10 of mall: sel_chen receivable → mall retirement"],
  ],
  [
    "adjust",
    () =>
      postings.adjust({
        ...order,
        adjustmentId: "adj_1",
        bucket: 5,
        from: held,
        to: customer(HOUSE, MALL, "fee"),
        corrects: { kind: "hold", reference: "ord_1" },
      }),
    "adj_1",
    5,
    ["10 of mall: cus_ann held → mall fee"],
  ],
  [
    "grant",
    () => postings.grant({ ...order, grantId: "grn_1" }),
    "grn_1",
    bucketOf(SELLER),
    ["10 of mall: mall issue → sel_chen promotion"],
  ],
  [
    "deposit",
    () =>
      postings.depositIntoSlice({
        ...common,
        shopId: SHOP,
        depositId: "dep_1",
        bucket: 9,
        amount: points(9n),
      }),
    "dep_1:9",
    9,
    ["9 of money: mall bank → shop_noodles pool"],
  ],
  [
    "expire",
    () =>
      postings.expire({
        account: customer(ANN, MALL, "available"),
        version: 3n,
        bucket,
        amount: points(4n),
        at: START,
      }),
    "cus_ann:mall:3",
    bucket,
    ["4 of mall: cus_ann available → mall breakage"],
  ],
  [
    "expire",
    () =>
      postings.expire({
        account: customer(ANN, SHOP, "pending"),
        version: 3n,
        bucket,
        amount: points(4n),
        at: START,
      }),
    "cus_ann:shop_noodles:pending:3",
    bucket,
    ["4 of shop_noodles: cus_ann pending → shop_noodles breakage"],
  ],
  [
    "gather",
    () => postings.gather({ ...gathering, direction: "out", bucket: 9 }),
    "shop_noodles:9:4:out",
    9,
    ["5 of money: shop_noodles pool → shop_noodles transit"],
  ],
  [
    "gather",
    () => postings.gather({ ...gathering, direction: "in", bucket: 2 }),
    "shop_noodles:9:4:in",
    2,
    ["5 of money: shop_noodles transit → shop_noodles pool"],
  ],
];

test.each(ROWS)("%s moves what its kind moves", (kind, make, reference, where, moves) => {
  const posting = make();
  expect(posting).toMatchObject({ kind, reference, bucket: where, at: START });
  expect(posting.by.length).toBeGreaterThan(0);
  expect(shown(posting)).toEqual(moves);
  expect(fitsItsKind(kind, posting.transfers)).toBe(true);
});

test.each<[() => Posting, { kind: string; reference: string } | undefined]>([
  [() => postings.earn(sale), undefined],
  [() => postings.mature(sale), { kind: "earn", reference: "sale_1" }],
  [() => postings.clawBack({ ...sale, refundId: "ref_1" }), { kind: "earn", reference: "sale_1" }],
  [() => postings.release(order), { kind: "hold", reference: "ord_1" }],
  [() => postings.pay(order), { kind: "hold", reference: "ord_1" }],
  [() => postings.refund(order), { kind: "pay", reference: "ord_1" }],
])("a posting refers to the one it ends or corrects", (make, refersTo) => {
  expect(make().refersTo).toEqual(refersTo);
});

describe("accounts", () => {
  test.each(ROLES)("%s has a floor unless it is tallied or between two stripes", (role) => {
    const ends = ["issue", "bank", "retirement", "breakage", "fee", "clearing"];
    expect(isTallied(role)).toBe(ends.includes(role));
    expect(floorOf(role)).toBe(isTallied(role) || role === "transit" ? null : 0n);
    expect(keepsLots(role)).toBe(role === "available" || role === "pending");
  });

  // Rows lie in the database under these: they never change.
  test("and postings keep their ids, which are UUIDs of version 8", () => {
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    const ids = ROLES.map((role) => accountId(customer(ANN, MALL, role)));
    expect(ids.every((id) => uuid.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ROLES.length);
    expect(ROLES.map((role) => accountId(customer(ANN, MALL, role)))).toEqual(ids);
    expect(postingId({ kind: "hold", reference: "ord_1" })).toMatch(uuid);
    expect([accountId(held), postingId(postings.hold(order))]).toMatchInlineSnapshot(`
      [
        "a0d969f8-c4a2-80dd-ba12-abe65632e391",
        "6f6dc4e0-7410-80df-beb4-80627f7d924a",
      ]
    `);
  });

  test("are as many as there are, however many ids were asked for", () => {
    const before = accountId(held);
    for (let index = 0; index < 20_001; index += 1) accountId({ ...held, owner: `cus_${index}` });
    expect(accountId(held)).toBe(before);
  });
});

describe("what is due", () => {
  const available = customer(ANN, SHOP, "available");
  const waiting = customer(ANN, SHOP, "pending");

  test("to expire are the lots whose day has come, all in one posting", () => {
    const book = emptyBook();
    for (const [saleId, day] of [
      ["sale_1", "2026-01-03"],
      ["sale_2", "2026-01-04"],
      ["sale_3", "2026-01-05"],
    ] as const) {
      applyOrThrow(book, postings.earn({ ...sale, saleId, expiresAt: midnight(day) }));
    }
    const account = accountOf(book, bucket, available);
    expect(dueExpiry(book, account, addDays(START, 1))).toBeNull();
    const due = dueExpiry(book, account, addDays(START, 3));
    expect(due).toMatchObject({
      reference: "cus_ann:shop_noodles:3",
      bucket,
      at: addDays(START, 3),
    });
    expect(due && shown(due)).toEqual([
      "20 of shop_noodles: cus_ann available → shop_noodles breakage",
    ]);
    expect(dueExpiry(book, accountOf(book, bucket, waiting), addDays(START, 3))).toBeNull();
  });

  test("goes before anything is spent, and also when the spending is refused then", () => {
    const book = emptyBook();
    applyOrThrow(book, postings.earn({ ...sale, expiresAt: midnight("2026-01-03") }));
    const at = addDays(START, 2);
    const spending = postings.convert({ ...conversion, taken: points(10n), cost: ZERO, at });
    expect(carry(book, spending)).toEqual({ ok: false, refusal: { code: "insufficient_points" } });
    expect(accountOf(book, bucket, available).balance).toBe(0n);
    expect(lotsOf(book, accountOf(book, bucket, available))).toEqual([]);
  });

  test("to mature is what is left of the sale, from its moment on", () => {
    const book = emptyBook();
    const pendingUntil = addDays(START, 3);
    applyOrThrow(book, postings.earn({ ...sale, pendingUntil }));
    applyOrThrow(book, postings.earn({ ...sale, saleId: "sale_2" }));
    applyOrThrow(book, postings.clawBack({ ...sale, refundId: "ref_1", points: points(4n) }));
    const at = (moment: typeof START) => ({ bucket, at: moment, by: "test" });
    const early = addDays(START, 2);
    expect(dueMaturity(book, sale, at(early))).toBeNull();
    expect(dueMaturity(book, { ...sale, saleId: "sale_2" }, at(pendingUntil))).toBeNull();
    const due = dueMaturity(book, sale, at(pendingUntil));
    expect(due).toEqual(postings.mature({ ...sale, points: points(6n), at: pendingUntil }));
    if (due) applyOrThrow(book, due);
    expect(dueMaturity(book, sale, at(pendingUntil))).toBeNull();
  });

  test("is looked for where lots are spent, but not by expiry itself", () => {
    expect(spentByLots(postings.convert(conversion))).toEqual([available]);
    expect(spentByLots(postings.pay(order))).toEqual([]);
    const expire = { account: available, version: 1n, bucket, amount: points(1n), at: START };
    expect(spentByLots(postings.expire(expire))).toEqual([]);
  });
});

test("what a customer has of a unit is told in two: what can be spent, and what waits", () => {
  const book = emptyBook();
  applyOrThrow(book, postings.earn(sale));
  const later = { saleId: "sale_2", points: points(4n), pendingUntil: START };
  applyOrThrow(book, postings.earn({ ...sale, ...later }));
  const holder = { customerId: ANN, unit: SHOP };
  expect(balanceIn(book, bucket, holder)).toEqual({ available: 10n, pending: 4n });
  expect(balanceIn(book, bucket, { ...holder, unit: MALL })).toEqual({
    available: 0n,
    pending: 0n,
  });
});
