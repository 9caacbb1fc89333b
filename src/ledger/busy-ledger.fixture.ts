import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { points } from "../kernel/points.ts";
import type { Database } from "../platform/db/database.ts";
import { HOUSE, MALL } from "./account.ts";
import * as postings from "./kinds.ts";
import { midnight } from "./midnight.fixture.ts";
import { post } from "./post.ts";
import type { Posting } from "./posting.ts";

export const NOON = instant(Date.UTC(2026, 0, 10, 12));
export const SHOP = "shop_noodles";
export const SELLER = "sel_books";
const LATER = instant(NOON + 1000);
const common = { at: NOON, by: "test" };

/** Postings of every kind around one customer, who ends with shop points, mall points and no debt. */
export function aDayOf(customerId: string, shopId = SHOP): Posting[] {
  const id = (name: string) => `${name}_${customerId}`;
  const sale = { customerId, shopId, expiresAt: midnight("2027-01-10"), ...common };
  const order = { customerId, ...common };
  return [
    ...postings.deposit({ shopId, depositId: id("dep"), amount: points(3_001n), ...common }),
    postings.earn({ ...sale, saleId: id("sale_1"), points: points(400n) }),
    postings.earn({ ...sale, saleId: id("sale_2"), points: points(70n), pendingUntil: LATER }),
    postings.mature({ ...sale, saleId: id("sale_2"), points: points(70n) }),
    postings.earn({ ...sale, saleId: id("sale_3"), points: points(30n), pendingUntil: LATER }),
    conversion(id("cnv_1"), { customerId, shopId, taken: 300n }),
    postings.clawBack({
      ...sale,
      saleId: id("sale_1"),
      refundId: id("ref_1"),
      points: points(400n),
    }),
    postings.clawBack({
      ...sale,
      saleId: id("sale_3"),
      refundId: id("ref_3"),
      points: points(10n),
    }),
    postings.earn({ ...sale, saleId: id("sale_4"), points: points(900n) }),
    conversion(id("cnv_2"), { customerId, shopId, taken: 100n, expiresAt: midnight("2029-01-10") }),
    postings.hold({ ...order, orderId: id("ord_1"), points: points(250n) }),
    postings.pay({
      ...order,
      orderId: id("ord_1"),
      sellerId: SELLER,
      points: points(250n),
      commission: points(5n),
    }),
    postings.refund({
      ...order,
      orderId: id("ord_1"),
      sellerId: SELLER,
      points: points(120n),
      commission: points(2n),
    }),
    postings.hold({ ...order, orderId: id("ord_2"), points: points(60n) }),
    postings.release({ ...order, orderId: id("ord_2"), points: points(60n) }),
    postings.hold({ ...order, orderId: id("ord_3"), points: points(20n) }),
    postings.grant({ sellerId: SELLER, grantId: id("grt"), points: points(90n), ...common }),
    postings.subsidise({ sellerId: SELLER, orderId: id("ord_1"), points: points(40n), ...common }),
    postings.settle({
      sellerId: SELLER,
      settlementId: id("set"),
      bucket: bucketOf(customerId),
      points: points(50n),
      ...common,
    }),
    postings.adjust({
      adjustmentId: id("adj"),
      bucket: bucketOf(customerId),
      from: { unit: MALL, owner: HOUSE, role: "issue" },
      to: { unit: MALL, owner: customerId, role: "available" },
      points: points(3n),
      corrects: { kind: "convert", reference: id("cnv_1") },
      expiresAt: midnight("2028-01-10"),
      ...common,
    }),
    ...anOrderThatOutlivesItsLot(customerId),
  ];
}

/** Points that expire while an order holds them, and come back with grace. */
function anOrderThatOutlivesItsLot(customerId: string): Posting[] {
  const order = { customerId, orderId: `ord_4_${customerId}`, points: points(3n), ...common };
  return [
    postings.adjust({
      adjustmentId: `adj_4_${customerId}`,
      bucket: bucketOf(customerId),
      from: { unit: MALL, owner: HOUSE, role: "issue" },
      to: { unit: MALL, owner: customerId, role: "available" },
      points: points(3n),
      corrects: { kind: "convert", reference: `cnv_1_${customerId}` },
      expiresAt: midnight("2026-01-12"),
      ...common,
    }),
    postings.hold(order),
    postings.release({
      ...order,
      at: midnight("2026-01-13"),
      graceUntil: midnight("2026-01-27"),
    }),
  ];
}

function conversion(
  conversionId: string,
  of: { customerId: string; shopId: string; taken: bigint; expiresAt?: Instant },
): Posting {
  const { customerId, shopId, taken, expiresAt = midnight("2028-01-10") } = of;
  return postings.convert({
    customerId,
    shopId,
    conversionId,
    taken: points(taken),
    given: points(taken - 1n),
    fee: points(1n),
    cost: points(taken),
    expiresAt,
    ...common,
  });
}

/** Each in a transaction of its own; none may be refused. */
export async function postEach(database: Database, all: readonly Posting[]): Promise<void> {
  for (const posting of all) {
    const posted = await database.transaction((sql) => post(sql, posting));
    invariant(posted.ok, `${posting.kind} ${posting.reference} is carried out`);
  }
}
