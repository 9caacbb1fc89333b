import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { points } from "../kernel/points.ts";
import { HOUSE, MALL } from "./account.ts";
import { accountOf, type Book, emptyBook, lotsOf } from "./book.ts";
import { carry, customer, START } from "./book-world.fixture.ts";
import { applyOrThrow } from "./carry-out.ts";
import * as postings from "./kinds.ts";
import { dayAt, midnight } from "./midnight.fixture.ts";

const ANN = "cus_ann";
const SHOP = "shop_noodles";
const bucket = bucketOf(ANN);
const common = { at: START, by: "test" };
const inMall = customer(ANN, MALL, "available");
const sale = {
  customerId: ANN,
  shopId: SHOP,
  saleId: "sale_1",
  expiresAt: midnight("2026-06-01"),
  ...common,
};

/** Ann has mall points in lots of ten each, which expire on these days. */
function withLots(...days: string[]): Book {
  const book = emptyBook();
  applyOrThrow(book, postings.earn({ ...sale, points: points(1n) }));
  for (const [index, day] of days.entries()) {
    const adjustment = {
      adjustmentId: `adj_${index}`,
      bucket,
      from: customer(HOUSE, MALL, "issue"),
      to: inMall,
      points: points(10n),
      corrects: { kind: "earn", reference: "sale_1" },
      expiresAt: midnight(day),
      ...common,
    } as const;
    applyOrThrow(book, postings.adjust(adjustment));
  }
  return book;
}

const order = (amount: bigint) => ({
  customerId: ANN,
  orderId: "ord_1",
  points: points(amount),
  ...common,
});
const lotsIn = (book: Book) =>
  lotsOf(book, accountOf(book, bucket, inMall)).map(
    ({ expiresAt, lot, remaining }) => `${dayAt(expiresAt)} #${lot}: ${remaining}`,
  );

describe("points that come back", () => {
  test("fill a lot again that was emptied, in its place among those of the same day", () => {
    const book = withLots("2026-03-01", "2026-03-01", "2026-02-01");
    const before = ["2026-02-01 #3: 10", "2026-03-01 #1: 10", "2026-03-01 #2: 10"];
    expect(lotsIn(book)).toEqual(before);
    applyOrThrow(book, postings.hold(order(25n)));
    expect(lotsIn(book)).toEqual(["2026-03-01 #2: 5"]);
    applyOrThrow(book, postings.release(order(25n)));
    expect(lotsIn(book)).toEqual(before);
  });

  test("go to the lot that lasts longest first, when they are not all that was held", () => {
    const book = withLots("2026-02-01", "2026-03-01");
    applyOrThrow(book, postings.hold(order(15n)));
    applyOrThrow(book, postings.release(order(7n)));
    expect(lotsIn(book)).toEqual(["2026-02-01 #1: 2", "2026-03-01 #2: 10"]);
  });

  test("need an order that they were held for", () => {
    const { refersTo, ...release } = postings.release(order(5n));
    const book = withLots("2026-02-01");
    applyOrThrow(book, postings.hold(order(5n)));
    expect(refersTo).toEqual({ kind: "hold", reference: "ord_1" });
    expect(() => applyOrThrow(book, release)).toThrow(
      "release ord_1 gives back what an order took",
    );
  });
});

describe("points that come back after their lot has expired", () => {
  const [later, grace] = [midnight("2026-02-10"), midnight("2026-02-24")];
  const back = { ...order(15n), at: later };

  test("go on in a lot of their own until the grace is over, the others to the lots they left", () => {
    const book = withLots("2026-02-01", "2026-03-01");
    applyOrThrow(book, postings.hold(order(15n)));
    expect(carry(book, postings.release({ ...back, graceUntil: grace })).ok).toBe(true);
    expect(lotsIn(book)).toEqual(["2026-02-24 #6: 10", "2026-03-01 #2: 10"]);
    const kinds = book.changes.postings.slice(-2).map(({ posting }) => posting.kind);
    expect(kinds).toEqual(["release", "extend"]);
  });

  test("leave what had stayed in the lot to its expiry", () => {
    const book = withLots("2026-02-01");
    applyOrThrow(book, postings.hold(order(4n)));
    expect(carry(book, postings.release({ ...order(4n), at: later, graceUntil: grace })).ok).toBe(
      true,
    );
    expect(lotsIn(book)).toEqual(["2026-02-24 #6: 4"]);
    expect(accountOf(book, bucket, inMall).balance).toBe(4n);
  });

  test("have grace after a refund, too, and once", () => {
    const book = withLots("2026-02-01");
    const paid = { sellerId: "sel_chen", commission: points(1n) };
    applyOrThrow(book, postings.hold(order(10n)));
    applyOrThrow(book, postings.pay({ ...order(10n), ...paid }));
    const refund = postings.refund({ ...order(10n), ...paid, at: later, graceUntil: grace });
    expect(carry(book, refund).ok).toBe(true);
    expect(lotsIn(book)).toEqual(["2026-02-24 #6: 10"]);
    expect(carry(book, refund)).toMatchObject({ ok: true, value: { repeated: true } });
    expect(lotsIn(book)).toEqual(["2026-02-24 #6: 10"]);
  });

  test("are gone without grace as soon as somebody looks", () => {
    const book = withLots("2026-02-01");
    applyOrThrow(book, postings.hold(order(10n)));
    expect(carry(book, postings.release({ ...order(10n), at: later })).ok).toBe(true);
    expect(lotsIn(book)).toEqual(["2026-02-01 #1: 10"]);
  });
});

test("an award that fills a debt and no more opens no lot", () => {
  const book = emptyBook();
  applyOrThrow(book, postings.earn({ ...sale, points: points(5n) }));
  applyOrThrow(book, postings.clawBack({ ...sale, refundId: "ref_1", points: points(9n) }));
  applyOrThrow(book, postings.earn({ ...sale, saleId: "sale_2", points: points(4n) }));
  expect(book.lots.values().flat()).toEqual([]);
});

test("what the ledger does by itself is done once, and is never refused", () => {
  const book = withLots("2026-02-01");
  applyOrThrow(book, postings.hold(order(5n)));
  expect(() => applyOrThrow(book, postings.hold(order(5n)))).toThrow("hold ord_1 is applied");
  const more = { ...order(6n), orderId: "ord_2" };
  expect(() => applyOrThrow(book, postings.hold(more))).toThrow("hold ord_2 is applied");
});
