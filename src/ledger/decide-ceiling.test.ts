import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { addDays } from "../kernel/clock.ts";
import { larger, POINTS_MAXIMUM, type Points, points, sum, ZERO } from "../kernel/points.ts";
import { accountId, MALL, MONEY } from "./account.ts";
import { type Book, emptyBook } from "./book.ts";
import { carry, customer, START } from "./book-world.fixture.ts";
import { issuersToAsk } from "./decide-ceiling.ts";
import * as postings from "./kinds.ts";
import { midnight } from "./midnight.fixture.ts";

const SHOP = "shop_noodles";
const common = { at: START, by: "test" };
const EXPIRES = midnight("2026-06-01");
const HUGE = points(4_503_599_627_370_495n);
const issueOfShop = accountId(customer(SHOP, SHOP, "issue"));
const bank = accountId(customer("mall", MONEY, "bank"));

/** A book that was asked for what has been issued. */
function asked(issued: Points = ZERO): Book {
  const book = emptyBook();
  book.issued.set(issueOfShop, issued);
  book.issued.set(accountId(customer("mall", MALL, "issue")), ZERO);
  book.issued.set(bank, issued);
  return book;
}

let number = 0;
function sale(customerId: string, amount: Points, isPending = false) {
  number += 1;
  return {
    customerId,
    shopId: SHOP,
    saleId: `sale_${number}`,
    points: amount,
    expiresAt: EXPIRES,
    ...(isPending ? { pendingUntil: addDays(START, 3) } : {}),
    ...common,
  };
}
const earn = (book: Book, customerId: string, amount: Points, isPending = false) =>
  carry(book, postings.earn(sale(customerId, amount, isPending)));
const REFUSED = { ok: false, refusal: { code: "amount_out_of_range" } };

describe("an award", () => {
  test("beyond what the wire carries of one customer is refused, and changes nothing", () => {
    const book = emptyBook();
    expect(earn(book, "cus_ann", HUGE).ok).toBe(true);
    const before = [...book.accounts];
    expect(earn(book, "cus_ann", points(HUGE + 2n))).toEqual(REFUSED);
    expect([...book.accounts]).toEqual(before);
    expect(earn(book, "cus_ann", points(5n)).ok).toBe(true);
  });

  test("counts with what waits, so that all of it has room when it matures", () => {
    const book = asked();
    expect(earn(book, "cus_ann", HUGE, true).ok).toBe(true);
    expect(earn(book, "cus_ann", points(HUGE + 2n))).toEqual(REFUSED);
    expect(earn(book, "cus_ann", points(HUGE + 2n), true)).toEqual(REFUSED);
  });

  test("counts with what other customers of the shop have, in whatever bucket", () => {
    const book = asked();
    expect(earn(book, "cus_ann", HUGE).ok).toBe(true);
    expect(bucketOf("cus_bei")).not.toBe(bucketOf("cus_ann"));
    expect(earn(book, "cus_bei", points(HUGE + 2n))).toEqual(REFUSED);
    const elsewhere = asked(HUGE);
    expect(earn(elsewhere, "cus_cai", HUGE)).toEqual(REFUSED);
    expect(earn(elsewhere, "cus_cai", points(5n)).ok).toBe(true);
  });
});

test("only large issues ask what has been issued, each issuer once, in the order of their ids", () => {
  const most = points(1_048_576n);
  const more = points(1_048_577n);
  expect([...issuersToAsk([postings.earn(sale("cus_ann", most))]).keys()]).toEqual([]);
  const large = [1, 2].map(() => postings.earn(sale("cus_ann", more)));
  expect([...issuersToAsk(large).keys()]).toEqual([issueOfShop]);
  const deposit = { ...common, shopId: SHOP, depositId: "dep_1", bucket: 1, amount: more };
  const both = issuersToAsk([...large, postings.depositIntoSlice(deposit)]);
  expect([...both.keys()]).toEqual([issueOfShop, bank].sort());
});

test("room is kept for small issues in a unit that large ones have filled", () => {
  const reserved = points(4_398_046_511_104n);
  const filled = points(POINTS_MAXIMUM - reserved);
  const one = points(1_048_577n);
  expect(earn(asked(points(filled - one)), "cus_ann", one).ok).toBe(true);
  expect(earn(asked(points(filled - one + 1n)), "cus_ann", one)).toEqual(REFUSED);
  expect(earn(asked(filled), "cus_ann", points(one - 1n)).ok).toBe(true);
});

test("what was issued counts down when it is taken back", () => {
  const book = asked();
  const sold = sale("cus_ann", HUGE);
  carry(book, postings.earn(sold));
  expect(book.issued.get(issueOfShop)).toBe(HUGE);
  carry(book, postings.clawBack({ ...sold, refundId: "ref_down", points: points(7n) }));
  expect(book.issued.get(issueOfShop)).toBe(HUGE - 7n);
});

test("books that are over the ceiling let points mature, come back and expire", () => {
  const book = emptyBook();
  const waiting = sale("cus_ann", HUGE, true);
  carry(book, postings.earn(waiting));
  for (const [place, account] of book.accounts) {
    const balance = points(account.balance * 4n);
    book.accounts.set(place, { ...account, balance });
  }
  const { customerId, shopId, saleId } = waiting;
  const back = { customerId, shopId, saleId, refundId: "ref_1", points: points(5n), ...common };
  expect(carry(book, postings.clawBack(back)).ok).toBe(true);
  const conversion = { customerId, shopId, conversionId: "cnv_over", ...common };
  const spent = { taken: points(7n), given: points(1n), fee: ZERO, cost: ZERO, expiresAt: EXPIRES };
  const rest = postings.mature({ ...waiting, points: points(HUGE - 5n) });
  expect(carry(book, rest).ok).toBe(true);
  expect(earn(book, "cus_ann", points(1n), true)).toEqual(REFUSED);
  expect(carry(book, postings.convert({ ...conversion, ...spent })).ok).toBe(true);
});

test("money that arrives has the same ceiling, over all shops", () => {
  const book = asked();
  const slice = (shopId: string, bucket: number, amount: Points) =>
    carry(
      book,
      postings.depositIntoSlice({
        ...common,
        shopId,
        depositId: `dep_${number++}`,
        bucket,
        amount,
      }),
    );
  expect(slice("shop_a", 1, HUGE).ok).toBe(true);
  expect(slice("shop_b", 2, points(HUGE + 2n))).toEqual(REFUSED);
});

test("law: no account and no unit ever goes beyond the ceiling", () => {
  const large = fc.bigInt({ min: 1n, max: POINTS_MAXIMUM }).map(points);
  const step = fc.record({
    who: fc.constantFrom("cus_ann", "cus_bei", "cus_cai"),
    amount: fc.oneof(large, fc.constant(HUGE), fc.constant(points(POINTS_MAXIMUM / 64n))),
    verb: fc.constantFrom("earn", "wait", "convert", "refund"),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (taken) => {
      const book = asked();
      const sales: ReturnType<typeof sale>[] = [];
      for (const { who, amount, verb } of taken) {
        const own = sales.filter(({ customerId }) => customerId === who).at(-1);
        if (verb === "earn" || verb === "wait") {
          const made = sale(who, amount, verb === "wait");
          if (carry(book, postings.earn(made)).ok) sales.push(made);
        } else if (verb === "convert") {
          const shares = { taken: amount, given: amount, fee: ZERO, cost: ZERO };
          number += 1;
          const it = { customerId: who, shopId: SHOP, conversionId: `cnv_${number}`, ...shares };
          carry(book, postings.convert({ ...it, expiresAt: EXPIRES, ...common }));
        } else if (own) {
          number += 1;
          carry(book, postings.clawBack({ ...own, refundId: `ref_${number}` }));
          sales.splice(sales.indexOf(own), 1);
        }
        for (const { balance } of book.accounts.values()) {
          expect(larger(balance, points(-balance)) <= POINTS_MAXIMUM).toBe(true);
        }
        for (const issued of book.issued.values()) expect(issued <= POINTS_MAXIMUM).toBe(true);
        for (const owner of ["cus_ann", "cus_bei", "cus_cai"]) {
          const own = book.accounts.values().filter(({ ref }) => ref.owner === owner);
          const shop = own.filter(({ ref }) => ref.unit === SHOP);
          expect(sum(shop.map(({ balance }) => balance)) <= POINTS_MAXIMUM).toBe(true);
        }
      }
    }),
  );
});
