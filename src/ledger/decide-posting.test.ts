import { describe, expect, test } from "vitest";
import { bucketOf } from "../kernel/bucket.ts";
import { addDays, type Instant } from "../kernel/clock.ts";
import { POINTS_MAXIMUM, type Points, points, ZERO } from "../kernel/points.ts";
import { HOUSE, MALL, MONEY } from "./account.ts";
import { accountOf, type Book, emptyBook, lotsOf } from "./book.ts";
import { carry, customer, START } from "./book-world.fixture.ts";
import { applyOrThrow } from "./carry-out.ts";
import { decideForm, otherEndsOf, type PostingRefusal } from "./decide-posting.ts";
import * as postings from "./kinds.ts";
import { poolOf } from "./kinds.ts";
import { dayAt, midnight } from "./midnight.fixture.ts";
import type { Posting, Transfer } from "./posting.ts";

const ANN = "cus_ann";
const SHOP = "shop_noodles";
const bucket = bucketOf(ANN);
const common = { at: START, by: "test" };
const inMall = customer(ANN, MALL, "available");
const inShop = customer(ANN, SHOP, "available");
const pending = customer(ANN, SHOP, "pending");
const EXPIRES = midnight("2026-06-01");

type Earning = { expiresAt?: Instant; pendingUntil?: typeof START };
function earn(book: Book, saleId: string, amount: bigint, more: Earning = {}): void {
  const sale = { customerId: ANN, shopId: SHOP, saleId, points: points(amount), ...common };
  applyOrThrow(book, postings.earn({ ...sale, expiresAt: EXPIRES, ...more }));
}

function clawBack(book: Book, saleId: string, amount: bigint): unknown {
  const refundId = `ref_${saleId}_${amount}`;
  const it = { customerId: ANN, shopId: SHOP, saleId, refundId, points: points(amount), ...common };
  return carry(book, postings.clawBack(it));
}

/** What is in the lots of the account, as `expiry: remaining`. */
const lotsIn = (book: Book, ref: typeof inShop) =>
  lotsOf(book, accountOf(book, bucket, ref)).map(
    ({ expiresAt, remaining }) => `${dayAt(expiresAt)}: ${remaining}`,
  );
const balanceIn = (book: Book, ref: typeof inShop) => accountOf(book, bucket, ref).balance;

describe("the form of a posting", () => {
  const transfer: Transfer = {
    from: customer(HOUSE, MALL, "issue"),
    to: inMall,
    amount: points(1n),
    expiresAt: EXPIRES,
  };
  const withAmount = (amount: Points): Posting => ({
    kind: "adjust",
    reference: "adj_1",
    bucket,
    transfers: [transfer, { ...transfer, amount }],
    ...common,
  });

  test.each<[bigint, PostingRefusal | "sound"]>([
    [-1n, "amount_out_of_range"],
    [0n, "amount_out_of_range"],
    [1n, "sound"],
    [POINTS_MAXIMUM, "sound"],
    [POINTS_MAXIMUM + 1n, "amount_out_of_range"],
  ])("with an amount of %s is %s", (amount, expected) => {
    const form = decideForm(withAmount(points(amount)));
    expect(form.ok ? "sound" : form.refusal.code).toBe(expected);
  });

  test.each<[string, Partial<Transfer>, PostingRefusal]>([
    ["two units", { to: inShop }, "unit_mismatch"],
    ["no such payer", { from: customer(ANN, MALL, "pool") }, "unknown_account"],
    ["no such payee", { to: customer(HOUSE, MALL, "held") }, "unknown_account"],
  ])("with %s is refused", (_, wrong, expected) => {
    const posting = { ...withAmount(points(1n)), transfers: [transfer, { ...transfer, ...wrong }] };
    expect(decideForm(posting)).toEqual({ ok: false, refusal: { code: expected } });
  });

  test("that moves nothing is a bug, and throws", () => {
    expect(() => decideForm({ ...withAmount(points(1n)), transfers: [] })).toThrow(
      "a posting moves something",
    );
  });
});

/**
 * One fault each, in order of precedence. A fault changes the posting, or what happened before it,
 * and every one can be combined with all that come later.
 */
const FAULTS: readonly {
  code: PostingRefusal;
  posting?: (sound: Posting) => Posting;
  book?: (book: Book, posting: Posting) => void;
}[] = [
  {
    code: "amount_out_of_range",
    posting: (it) => withTransfer(it, { ...anyTransfer, amount: ZERO }),
  },
  {
    code: "unit_mismatch",
    posting: (it) => withTransfer(it, { ...anyTransfer, to: inShop }),
  },
  {
    code: "unknown_account",
    posting: (it) => withTransfer(it, { ...anyTransfer, to: customer(HOUSE, MALL, "pool") }),
  },
  {
    code: "posting_key_reused",
    book: (book, { reference }) => {
      const hold = { customerId: ANN, orderId: reference, points: points(1n), ...common };
      const order = { ...hold, sellerId: "sel_chen", commission: ZERO };
      applyOrThrow(book, {
        ...postings.pay(order),
        refersTo: { kind: "hold", reference: "ord_other" },
      });
    },
  },
  {
    code: "unknown_posting",
    posting: (it) => ({ ...it, refersTo: { kind: "hold", reference: "ord_never" } }),
  },
  {
    code: "already_reversed",
    book: (book, { refersTo }) => {
      const orderId = refersTo?.reference ?? "";
      const it = { customerId: ANN, orderId, points: points(1n), ...common };
      const release = postings.release(it);
      // What the release refers to was held by another order where `refersTo` is itself at fault.
      applyOrThrow(book, { ...release, refersTo: { kind: "hold", reference: "ord_other" } });
    },
  },
  {
    code: "shop_pool_exhausted",
    posting: (it) =>
      withTransfer(it, {
        from: poolOf(SHOP),
        to: customer(HOUSE, MONEY, "clearing"),
        amount: points(1n),
      }),
  },
  {
    code: "insufficient_points",
    posting: (it) => withTransfer(it, { ...anyTransfer, amount: points(1_000n) }),
  },
];

const anyTransfer: Transfer = {
  from: inMall,
  to: customer("sel_chen", MALL, "receivable"),
  amount: points(1n),
};
const withTransfer = (it: Posting, transfer: Transfer): Posting => ({
  ...it,
  transfers: [...it.transfers, transfer],
});

/** Ann has mall points, of which two orders hold some; the posting pays the first of them out. */
function payable(): { book: Book; posting: Posting } {
  const book = emptyBook();
  earn(book, "sale_1", 5n);
  const adjustment = {
    adjustmentId: "adj_1",
    bucket,
    from: customer(HOUSE, MALL, "issue"),
    to: inMall,
    points: points(100n),
    corrects: { kind: "earn", reference: "sale_1" },
    expiresAt: EXPIRES,
    ...common,
  } as const;
  applyOrThrow(book, postings.adjust(adjustment));
  const held = { customerId: ANN, points: points(10n), ...common };
  for (const orderId of ["ord_1", "ord_other"])
    applyOrThrow(book, postings.hold({ ...held, orderId }));
  const order = { ...held, orderId: "ord_1", sellerId: "sel_chen", commission: points(2n) };
  return { book, posting: postings.pay(order) };
}

function answer(faults: typeof FAULTS): string {
  const { book, posting: sound } = payable();
  const posting = faults.reduce((it, fault) => fault.posting?.(it) ?? it, sound);
  for (const fault of faults) fault.book?.(book, posting);
  const result = carry(book, posting);
  return result.ok ? "done" : result.refusal.code;
}

describe("of several faults the first is answered:", () => {
  test("none", () => expect(answer([])).toBe("done"));

  test.each(FAULTS.map((fault, index) => [fault.code, index] as const))(
    "%s, alone and before any that come later",
    (code, index) => {
      const [first, ...later] = FAULTS.slice(index);
      if (!first) return;
      expect(answer([first])).toBe(code);
      for (const other of later)
        expect([other.code, answer([first, other])]).toEqual([other.code, code]);
      expect(answer([first, ...later])).toBe(code);
    },
  );
});

describe("a hold", () => {
  const it = { customerId: ANN, orderId: "ord_1", points: points(10n), ...common };
  const pay = () => postings.pay({ ...it, sellerId: "sel_chen", commission: points(2n) });

  test.each([
    ["released, then paid", () => postings.release(it), pay],
    ["paid, then released", pay, () => postings.release(it)],
  ])("ends once: %s", (_, first, second) => {
    const { book } = payable();
    expect(carry(book, first()).ok).toBe(true);
    expect(carry(book, second())).toEqual({ ok: false, refusal: { code: "already_reversed" } });
    expect(balanceIn(book, customer(ANN, MALL, "held"))).toBe(10n);
  });

  test("cannot be ended under the name that ended another", () => {
    const { book } = payable();
    const other = { kind: "hold", reference: "ord_other" } as const;
    expect(carry(book, postings.release(it)).ok).toBe(true);
    expect(carry(book, { ...postings.release(it), refersTo: other })).toEqual({
      ok: false,
      refusal: { code: "posting_key_reused" },
    });
  });

  test("gives back no more than it took", () => {
    const { book } = payable();
    const more = { ...it, points: points(11n) };
    for (const end of [
      postings.release(more),
      postings.pay({ ...more, sellerId: "sel_chen", commission: points(0n) }),
    ]) {
      expect(carry(book, end)).toMatchObject({ refusal: { code: "insufficient_points" } });
    }
  });

  test.each<[string, Posting, object[]]>([
    ["its release", postings.release(it), [{ kind: "pay", reference: "ord_1" }]],
    ["its payment", pay(), [{ kind: "release", reference: "ord_1" }]],
    ["itself", postings.hold(it), []],
    ["what refers to nothing", { ...pay(), refersTo: undefined } as unknown as Posting, []],
  ])("is ended otherwise than by %s in so many ways", (_, posting, ends) => {
    expect(otherEndsOf(posting)).toEqual(ends);
  });
});

describe("goods that come back", () => {
  test("take their own lot first, though another expires before", () => {
    const book = emptyBook();
    earn(book, "sale_early", 10n, { expiresAt: midnight("2026-02-01") });
    earn(book, "sale_late", 10n, { expiresAt: midnight("2026-03-01") });
    clawBack(book, "sale_late", 4n);
    expect(lotsIn(book, inShop)).toEqual(["2026-02-01: 10", "2026-03-01: 6"]);
    clawBack(book, "sale_late", 9n);
    expect(lotsIn(book, inShop)).toEqual(["2026-02-01: 7"]);
  });

  test("take what is pending of their sale, then what can be spent, then what there is not", () => {
    const book = emptyBook();
    earn(book, "sale_pending", 10n, { pendingUntil: addDays(START, 3) });
    earn(book, "sale_other", 10n, { pendingUntil: addDays(START, 3) });
    earn(book, "sale_available", 5n);
    clawBack(book, "sale_pending", 4n);
    expect([balanceIn(book, pending), balanceIn(book, inShop)]).toEqual([16n, 5n]);
    clawBack(book, "sale_pending", 13n);
    expect([balanceIn(book, pending), balanceIn(book, inShop)]).toEqual([10n, -2n]);
    expect(lotsIn(book, pending)).toEqual([`${dayAt(EXPIRES)}: 10`]);
  });

  test("take the points that matured out of their sale before others", () => {
    const book = emptyBook();
    earn(book, "sale_early", 10n, { expiresAt: midnight("2026-02-01") });
    earn(book, "sale_late", 10n, { expiresAt: midnight("2026-03-01"), pendingUntil: START });
    const late = { customerId: ANN, shopId: SHOP, saleId: "sale_late", points: points(10n) };
    applyOrThrow(book, postings.mature({ ...late, expiresAt: midnight("2026-03-01"), ...common }));
    clawBack(book, "sale_late", 4n);
    expect(lotsIn(book, inShop)).toEqual(["2026-02-01: 10", "2026-03-01: 6"]);
  });

  test("leave a debt that the next award fills before anything can be spent", () => {
    const book = emptyBook();
    earn(book, "sale_1", 5n);
    clawBack(book, "sale_1", 8n);
    clawBack(book, "sale_1", 2n);
    expect([balanceIn(book, inShop), lotsIn(book, inShop)]).toEqual([-5n, []]);
    earn(book, "sale_2", 5n);
    expect([balanceIn(book, inShop), lotsIn(book, inShop)]).toEqual([0n, []]);
    clawBack(book, "sale_1", 1n);
    earn(book, "sale_3", 5n);
    expect([balanceIn(book, inShop), lotsIn(book, inShop)]).toEqual([4n, [`${dayAt(EXPIRES)}: 4`]]);
  });
});

describe("what matures", () => {
  const mature = (saleId: string, amount: bigint) =>
    postings.mature({
      customerId: ANN,
      shopId: SHOP,
      saleId,
      points: points(amount),
      expiresAt: EXPIRES,
      ...common,
    });

  test("is of the sale itself, and not of another that is pending", () => {
    const book = emptyBook();
    earn(book, "sale_1", 5n, { pendingUntil: START });
    earn(book, "sale_2", 5n, { pendingUntil: START });
    expect(carry(book, mature("sale_1", 6n))).toEqual({
      ok: false,
      refusal: { code: "insufficient_points" },
    });
    expect(carry(book, mature("sale_2", 5n)).ok).toBe(true);
    const [left] = lotsOf(book, accountOf(book, bucket, pending));
    expect([left?.remaining, left?.maturesAt, left?.lot]).toEqual([5n, START, 1n]);
    expect(lotsIn(book, inShop)).toEqual([`${dayAt(EXPIRES)}: 5`]);
    expect(lotsOf(book, accountOf(book, bucket, inShop))[0]?.maturesAt).toBeNull();
  });
});

test("points that can be spent need an expiry", () => {
  const adjust = {
    adjustmentId: "adj_1",
    bucket,
    from: customer(SHOP, SHOP, "issue"),
    to: inShop,
    points: points(1n),
    corrects: { kind: "earn", reference: "sale_1" },
    ...common,
  } as const;
  const book = emptyBook();
  earn(book, "sale_1", 1n);
  expect(() => carry(book, postings.adjust(adjust))).toThrow(
    "points of adjust adj_1 need an expiry",
  );
});

test("a book whose lots do not cover the balance is wrong, and stops everything", () => {
  const book = emptyBook();
  earn(book, "sale_1", 5n);
  const wrong = { ...book, lots: emptyBook().lots };
  expect(() => clawBack(wrong, "sale_1", 1n)).toThrow("do not cover the balance");
});

test("two transfers from one account need enough for both", () => {
  const { book, posting } = payable();
  const orderOfNine = {
    ...posting,
    transfers: [...posting.transfers, ...posting.transfers, ...posting.transfers],
  };
  expect(carry(book, orderOfNine)).toEqual({ ok: false, refusal: { code: "insufficient_points" } });
});

test("a refund of which the mall kept a commission returns to the lots it left", () => {
  const { book, posting } = payable();
  applyOrThrow(book, posting);
  const order = { customerId: ANN, orderId: "ord_1", sellerId: "sel_chen", commission: points(2n) };
  expect(carry(book, postings.refund({ ...order, points: points(10n), ...common })).ok).toBe(true);
  expect([balanceIn(book, inMall), lotsIn(book, inMall)]).toEqual([90n, [`${dayAt(EXPIRES)}: 90`]]);
});
