import { BUCKETS, type Bucket, bucketOf } from "../kernel/bucket.ts";
import type { Instant } from "../kernel/clock.ts";
import { type Points, points, split, subtract, times } from "../kernel/points.ts";
import { type AccountRef, HOUSE, MALL, MONEY, type Role } from "./account.ts";
import type { Posting, Transfer } from "./posting.ts";

export { expire, extend } from "./kinds-of-expiry.ts";

// One function per kind of posting: which accounts it joins is written here and nowhere else.

type Signed = { readonly at: Instant; readonly by: string };
type OfCustomer = Signed & { readonly customerId: string; readonly points: Points };

const customer = (customerId: string, unit: string, role: Role): AccountRef => ({
  unit,
  owner: customerId,
  role,
});
const ofShop = (shopId: string, role: Role): AccountRef => ({ unit: shopId, owner: shopId, role });
const ofMall = (role: Role): AccountRef => ({ unit: MALL, owner: HOUSE, role });
const ofSeller = (sellerId: string, role: Role): AccountRef => ({
  unit: MALL,
  owner: sellerId,
  role,
});
export const poolOf = (shopId: string): AccountRef => ({
  unit: MONEY,
  owner: shopId,
  role: "pool",
});

/**
 * A sale awards shop points: the shop's issue → the customer. A debt is filled first. With
 * `pendingUntil` they wait until then, and `mature` makes them available.
 */
export function earn(
  it: OfCustomer & {
    shopId: string;
    saleId: string;
    expiresAt: Instant;
    pendingUntil?: Instant | null;
  },
): Posting {
  const { pendingUntil = null } = it;
  return {
    kind: "earn",
    reference: it.saleId,
    ...signed(it, it.customerId),
    transfers: [
      {
        from: ofShop(it.shopId, "issue"),
        to: customer(it.customerId, it.shopId, pendingUntil === null ? "available" : "pending"),
        amount: it.points,
        expiresAt: it.expiresAt,
        ...(pendingUntil === null ? {} : { maturesAt: pendingUntil }),
      },
    ],
  };
}

/** What a sale left pending becomes available. The lot keeps its expiry; `points` is what is left of it. */
export function mature(
  it: OfCustomer & { shopId: string; saleId: string; expiresAt: Instant },
): Posting {
  return {
    kind: "mature",
    reference: it.saleId,
    ...signed(it, it.customerId),
    refersTo: { kind: "earn", reference: it.saleId },
    transfers: [
      {
        from: customer(it.customerId, it.shopId, "pending"),
        to: customer(it.customerId, it.shopId, "available"),
        amount: it.points,
        expiresAt: it.expiresAt,
      },
    ],
  };
}

/**
 * Returned goods take back shop points, of the sale's own lot first, pending or not; the available
 * balance may go below zero.
 */
export function clawBack(
  it: OfCustomer & { shopId: string; saleId: string; refundId: string },
): Posting {
  return {
    kind: "claw_back",
    reference: it.refundId,
    ...signed(it, it.customerId),
    refersTo: { kind: "earn", reference: it.saleId },
    transfers: [
      {
        from: customer(it.customerId, it.shopId, "available"),
        to: ofShop(it.shopId, "issue"),
        amount: it.points,
      },
    ],
  };
}

/**
 * Shop points become mall points, and the shop pays for them: three transfers in one posting.
 * `given` is what the customer gets after the fee; the shop pays for `given` and `fee` together.
 */
export function convert(
  it: Signed & {
    customerId: string;
    shopId: string;
    conversionId: string;
    taken: Points;
    given: Points;
    fee: Points;
    cost: Points;
    expiresAt: Instant;
  },
): Posting {
  const transfers: Transfer[] = [
    {
      from: customer(it.customerId, it.shopId, "available"),
      to: ofShop(it.shopId, "retirement"),
      amount: it.taken,
    },
    {
      from: ofMall("issue"),
      to: customer(it.customerId, MALL, "available"),
      amount: it.given,
      expiresAt: it.expiresAt,
    },
  ];
  if (it.fee > 0n) transfers.push({ from: ofMall("issue"), to: ofMall("fee"), amount: it.fee });
  if (it.cost > 0n) {
    const clearing: AccountRef = { unit: MONEY, owner: HOUSE, role: "clearing" };
    transfers.push({ from: poolOf(it.shopId), to: clearing, amount: it.cost });
  }
  return { kind: "convert", reference: it.conversionId, ...signed(it, it.customerId), transfers };
}

/** An order sets mall points aside. */
export function hold(it: OfCustomer & { orderId: string }): Posting {
  return {
    kind: "hold",
    reference: it.orderId,
    ...signed(it, it.customerId),
    transfers: [
      {
        from: customer(it.customerId, MALL, "available"),
        to: customer(it.customerId, MALL, "held"),
        amount: it.points,
      },
    ],
  };
}

/** Until when returned points are good whose lots have expired; see `Posting.graceUntil`. */
type WithGrace = { readonly graceUntil?: Instant };
const graceOf = ({ graceUntil }: WithGrace) => (graceUntil === undefined ? {} : { graceUntil });

/** A cancelled order gives its points back to the lots they left. */
export function release(it: OfCustomer & WithGrace & { orderId: string }): Posting {
  return {
    kind: "release",
    reference: it.orderId,
    ...signed(it, it.customerId),
    ...graceOf(it),
    refersTo: { kind: "hold", reference: it.orderId },
    transfers: [
      {
        from: customer(it.customerId, MALL, "held"),
        to: customer(it.customerId, MALL, "available"),
        amount: it.points,
      },
    ],
  };
}

/** A completed order pays the seller what was held, less the mall's commission. */
export function pay(
  it: OfCustomer & { orderId: string; sellerId: string; commission: Points },
): Posting {
  const held = customer(it.customerId, MALL, "held");
  const shares = [
    { to: ofSeller(it.sellerId, "receivable"), amount: subtract(it.points, it.commission) },
    { to: ofMall("commission"), amount: it.commission },
  ];
  return {
    kind: "pay",
    reference: it.orderId,
    ...signed(it, it.customerId),
    refersTo: { kind: "hold", reference: it.orderId },
    transfers: shares
      .filter(({ amount }) => amount > 0n)
      .map((share) => ({ from: held, ...share })),
  };
}

/** Returned goods that were paid: the points go back to the customer, to the lots they left. */
export function refund(
  it: OfCustomer & WithGrace & { orderId: string; sellerId: string; commission: Points },
): Posting {
  const available = customer(it.customerId, MALL, "available");
  const shares = [
    { from: ofSeller(it.sellerId, "receivable"), amount: subtract(it.points, it.commission) },
    { from: ofMall("commission"), amount: it.commission },
  ];
  return {
    kind: "refund",
    reference: it.orderId,
    ...signed(it, it.customerId),
    ...graceOf(it),
    refersTo: { kind: "pay", reference: it.orderId },
    transfers: shares
      .filter(({ amount }) => amount > 0n)
      .map((share) => ({ ...share, to: available })),
  };
}

/** A seller's promotion wallet pays the difference of a price it lowered. */
export function subsidise(
  it: Signed & { sellerId: string; orderId: string; points: Points },
): Posting {
  return {
    kind: "subsidise",
    reference: it.orderId,
    ...signed(it, it.sellerId),
    transfers: [
      {
        from: ofSeller(it.sellerId, "promotion"),
        to: ofSeller(it.sellerId, "receivable"),
        amount: it.points,
      },
    ],
  };
}

/**
 * A settlement run closes what a seller has to receive in one bucket: the points end, the money that
 * pays for them is the run's to record.
 */
export function settle(
  it: Signed & { sellerId: string; settlementId: string; bucket: Bucket; points: Points },
): Posting {
  return {
    kind: "settle",
    reference: `${it.settlementId}:${it.sellerId}:${it.bucket}`,
    bucket: it.bucket,
    at: it.at,
    by: it.by,
    transfers: [
      { from: ofSeller(it.sellerId, "receivable"), to: ofMall("retirement"), amount: it.points },
    ],
  };
}

/** A correction by hand, between two accounts of one unit, naming the posting that it corrects. */
export function adjust(
  it: Signed & {
    adjustmentId: string;
    bucket: Bucket;
    from: AccountRef;
    to: AccountRef;
    points: Points;
    corrects: NonNullable<Posting["refersTo"]>;
    /** When the points expire, where `to` is a customer. */
    expiresAt?: Instant;
  },
): Posting {
  const { from, to, points: amount, expiresAt } = it;
  return {
    kind: "adjust",
    reference: it.adjustmentId,
    bucket: it.bucket,
    at: it.at,
    by: it.by,
    refersTo: it.corrects,
    transfers: [{ from, to, amount, ...(expiresAt === undefined ? {} : { expiresAt }) }],
  };
}

/** The newcomer programme gives a seller mall points into its promotion wallet. */
export function grant(it: Signed & { sellerId: string; grantId: string; points: Points }): Posting {
  return {
    kind: "grant",
    reference: it.grantId,
    ...signed(it, it.sellerId),
    transfers: [
      { from: ofMall("issue"), to: ofSeller(it.sellerId, "promotion"), amount: it.points },
    ],
  };
}

/**
 * A shop's money arrives and fills its prepaid pool, spread over slices of it, so that conversions in
 * most buckets find money in their own. `amount` in fen.
 */
export function deposit(
  it: Signed & { shopId: string; depositId: string; amount: Points },
): Posting[] {
  const first = bucketOf(it.depositId);
  const counts = Array.from({ length: BUCKETS }, (_, index) => index + 1);
  const full = counts.filter((count) => times(SLICE_MINIMUM, count) <= it.amount);
  return split(it.amount, full.at(-1) ?? 1).map((amount, index) =>
    depositIntoSlice({ ...it, amount, bucket: (first + index) % BUCKETS }),
  );
}

/** ¥10: spread thinner, money would be gathered again by the next conversion. */
const SLICE_MINIMUM = points(1000n);

/** What arrives in one slice of the pool. */
export function depositIntoSlice(
  it: Signed & { shopId: string; depositId: string; amount: Points; bucket: Bucket },
): Posting {
  return {
    kind: "deposit",
    reference: `${it.depositId}:${it.bucket}`,
    bucket: it.bucket,
    at: it.at,
    by: it.by,
    transfers: [
      {
        from: { unit: MONEY, owner: HOUSE, role: "bank" },
        to: poolOf(it.shopId),
        amount: it.amount,
      },
    ],
  };
}

/**
 * Half of a move of pool money between two stripes: out of one bucket into transit, or from transit
 * into the other. A posting touches one bucket, so a move is two; transit sums to zero over all.
 * Named after the version of the stripe that gives.
 */
export function gather(it: {
  pool: AccountRef;
  amount: Points;
  direction: "out" | "in";
  bucket: Bucket;
  giver: { readonly bucket: Bucket; readonly version: bigint };
  at: Instant;
}): Posting {
  const transit: AccountRef = { ...it.pool, role: "transit" };
  return {
    kind: "gather",
    reference: `${it.pool.owner}:${it.giver.bucket}:${it.giver.version}:${it.direction}`,
    bucket: it.bucket,
    at: it.at,
    by: "gathering",
    transfers: [
      it.direction === "out"
        ? { from: it.pool, to: transit, amount: it.amount }
        : { from: transit, to: it.pool, amount: it.amount },
    ],
  };
}

function signed(it: Signed, bucketOwner: string): Pick<Posting, "at" | "by" | "bucket"> {
  return { at: it.at, by: it.by, bucket: bucketOf(bucketOwner) };
}
