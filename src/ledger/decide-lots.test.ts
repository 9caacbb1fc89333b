import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { points } from "../kernel/points.ts";
import { HOUSE, MALL } from "./account.ts";
import { accountOf, type Book, emptyBook, lotsOf } from "./book.ts";
import { customer, START } from "./book-world.fixture.ts";
import { mustSettle } from "./carry-out.ts";
import * as postings from "./kinds.ts";

const ANN = "cus_ann";
const SHOP = "shop_noodles";
const bucket = bucketOf(ANN);
const common = { at: START, by: "test" };
const inMall = customer(ANN, MALL, "available");
const sale = {
  customerId: ANN,
  shopId: SHOP,
  saleId: "sale_1",
  expiresOn: "2026-06-01",
  ...common,
};

/** Ann has mall points in lots of ten each, which expire on these days. */
function withLots(...days: string[]): Book {
  const book = emptyBook();
  mustSettle(book, postings.earn({ ...sale, points: points(1n) }));
  for (const [index, expiresOn] of days.entries()) {
    const adjustment = {
      adjustmentId: `adj_${index}`,
      bucket,
      from: customer(HOUSE, MALL, "issue"),
      to: inMall,
      points: points(10n),
      corrects: { kind: "earn", reference: "sale_1" },
      expiresOn,
      ...common,
    } as const;
    mustSettle(book, postings.adjust(adjustment));
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
    ({ expiresOn, lot, remaining }) => `${expiresOn} #${lot}: ${remaining}`,
  );

describe("points that come back", () => {
  test("fill a lot again that was emptied, in its place among those of the same day", () => {
    const book = withLots("2026-03-01", "2026-03-01", "2026-02-01");
    const before = ["2026-02-01 #3: 10", "2026-03-01 #1: 10", "2026-03-01 #2: 10"];
    expect(lotsIn(book)).toEqual(before);
    mustSettle(book, postings.hold(order(25n)));
    expect(lotsIn(book)).toEqual(["2026-03-01 #2: 5"]);
    mustSettle(book, postings.release(order(25n)));
    expect(lotsIn(book)).toEqual(before);
  });

  test("go to the lot that lasts longest first, when they are not all that was held", () => {
    const book = withLots("2026-02-01", "2026-03-01");
    mustSettle(book, postings.hold(order(15n)));
    mustSettle(book, postings.release(order(7n)));
    expect(lotsIn(book)).toEqual(["2026-02-01 #1: 2", "2026-03-01 #2: 10"]);
    expect(
      book.changes.lots
        .values()
        .flat()
        .every(({ remaining }) => remaining <= 10n),
    ).toBe(true);
  });

  test("need an order that they were held for", () => {
    const { refersTo, ...release } = postings.release(order(5n));
    const book = withLots("2026-02-01");
    mustSettle(book, postings.hold(order(5n)));
    expect(refersTo).toEqual({ kind: "hold", reference: "ord_1" });
    expect(() => mustSettle(book, release)).toThrow("release ord_1 gives back what an order took");
  });
});

test("an award that fills a debt and no more opens no lot", () => {
  const book = emptyBook();
  mustSettle(book, postings.earn({ ...sale, points: points(5n) }));
  mustSettle(book, postings.clawBack({ ...sale, refundId: "ref_1", points: points(9n) }));
  mustSettle(book, postings.earn({ ...sale, saleId: "sale_2", points: points(4n) }));
  const written = book.changes.lots.values().flat();
  expect(written).toMatchObject([{ amount: 5n, remaining: 0n, stored: false }]);
});

test("what the ledger does by itself is done once, and is never refused", () => {
  const book = withLots("2026-02-01");
  mustSettle(book, postings.hold(order(5n)));
  expect(() => mustSettle(book, postings.hold(order(5n)))).toThrow("hold ord_1 settles");
  const more = { ...order(6n), orderId: "ord_2" };
  expect(() => mustSettle(book, postings.hold(more))).toThrow("hold ord_2 settles");
});
