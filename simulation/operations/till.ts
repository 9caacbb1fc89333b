import type { Answer } from "../machinery/wire.ts";
import { awardOf } from "../model/award.ts";
import { countPosting, receive, spend, sum, transfer } from "../model/books.ts";
import type { Sale } from "../model/customer.ts";
import {
  addDays,
  allowedOutcomes,
  dayOf,
  expectOutcome,
  hasCome,
  type Maybe,
  type Seen,
  someOf,
} from "../model/seen.ts";
import { expectSame } from "../model/violation.ts";
import { accountOf, expectShown, expireBefore } from "../model/wallet.ts";
import type { Random } from "../random.ts";
import type { Customer, Move, Shop, World } from "../world.ts";

/** Receipts that may still come back; older ones are forgotten by the simulation, not by the shop. */
const SALES_KEPT = 12;

export type TillLine = { product: number; quantity: number };

/** What a till sends, and by which key; the receipt number is the seed's own count. */
export function saleBody(
  shop: Shop,
  it: { receiptNumber: string; customerId?: string; memberCode?: string; lines: TillLine[] },
) {
  const { receiptNumber, customerId, memberCode } = it;
  return {
    receiptNumber,
    ...(memberCode === undefined ? { customerId } : { memberCode }),
    lines: it.lines.map(({ product, quantity }, index) => {
      const known = shop.products[product];
      const name = index % 2 === 0 ? { productId: known?.id } : { barcode: known?.barcode };
      return { ...name, quantity };
    }),
  };
}

export function someLines(shop: Shop, random: Random): TillLine[] {
  return Array.from({ length: random.between(1, 3) }, () => ({
    product: random.between(0, shop.products.length - 1),
    quantity: random.between(1, 9),
  }));
}

/** A sale to the customer, by id or by the code they show. */
export function sell(
  world: World,
  customer: Customer,
  it: {
    shop: Shop;
    lines: TillLine[];
    receiptNumber: string;
    memberCode?: { code: string; expiresAt: number } | undefined;
  },
): Move {
  const { shop, lines, receiptNumber, memberCode } = it;
  const body = saleBody(shop, {
    receiptNumber,
    lines,
    ...(memberCode ? { memberCode: memberCode.code } : { customerId: customer.id }),
  });
  return {
    what: `shop ${shop.index} sells ${lines.map((line) => `${line.quantity}×${line.product}`).join("+")}`,
    caller: shop.till,
    request: {
      method: "POST",
      path: `/shops/${shop.id}/sales`,
      body,
      key: `sale-${receiptNumber}`,
    },
    draws: [],
    judge(answer, seen) {
      const allowed = allowedOutcomes([
        ["shop_suspended", isSuspended(shop, seen)],
        ["member_code_invalid", memberCode ? hasCome(memberCode.expiresAt, seen) : "no"],
      ]);
      expectOutcome(`sale ${receiptNumber}`, answer.code, allowed);
      if (answer.code === "ok") {
        expectSame("the first answer to a receipt", answer.status, 201);
        noteSale(world, customer, { shop, lines, body: answer.body, seen });
      }
    },
  };
}

export function isSuspended(shop: Shop, seen: Seen): Maybe {
  return someOf(shop.standing.during(seen).map((one) => one === "suspended"));
}

/** Books a sale as the rules award it and holds the answer against that. */
export function noteSale(
  world: World,
  customer: Customer,
  // biome-ignore lint/suspicious/noExplicitAny: an answer of the server.
  { shop, lines, body, seen }: { shop: Shop; lines: TillLine[]; body: any; seen: Seen },
): void {
  const sale = saleOf(shop, { id: body.id, lines });
  const points = sale.lines.map((line) => awardOf(sale.rules, line));
  expectSame("points of each line", body.lines.map(pointsOf), points);
  expectSame("points of the sale", body.points, sum(points));
  expectSame("pending until", body.pendingUntil, null);
  expectSame("whose sale", body.customerName, customer.name);
  const { books } = customer;
  const today = dayOf(seen.to);
  if (sum(points) > 0) {
    const expiresOn = dayOf(addDays(seen.to, world.policy().shopPointsExpireDays));
    const account = accountOf(customer, shop.id);
    receive(account, { amount: sum(points), expiresOn, source: sale.id });
    transfer(
      books.moved,
      `${shop.id} ${shop.id} issue`,
      `${shop.id} ${customer.id} available`,
      sum(points),
    );
    countPosting(books.moved, "earn");
  }
  expectBalance("after the sale", { customer, shop, today }, body.balance);
  books.sales.push(sale);
  if (books.sales.length > SALES_KEPT) books.sales.shift();
}

function saleOf(shop: Shop, { id, lines }: { id: string; lines: TillLine[] }): Sale {
  return {
    id,
    shop: shop.index,
    rules: shop.rules,
    lines: lines.map(({ product, quantity }) => ({
      product,
      category: shop.products[product]?.category ?? "",
      quantity,
      returned: 0,
    })),
  };
}

const pointsOf = (line: { points: number }) => line.points;

function expectBalance(
  what: string,
  { customer, shop, today }: { customer: Customer; shop: Shop; today: string },
  shown: { available: number; pending: number },
): void {
  expectSame(`pending ${what}`, shown.pending, 0);
  const { available } = shown;
  expectShown(`balance ${what}`, { customer, unit: shop.id, today }, { available });
}

/** Goods come back; now and then more than were sold. */
export function refund(
  customer: Customer,
  it: { sale: Sale; shop: Shop; lines: { line: number; quantity: number }[]; key: string },
): Move {
  const { sale, shop, lines, key } = it;
  return {
    what: `shop ${shop.index} takes back ${lines.map((one) => `${one.quantity} of line ${one.line}`).join(", ")}`,
    caller: shop.till,
    request: {
      method: "POST",
      path: `/shops/${shop.id}/sales/${sale.id}/refunds`,
      body: { lines },
      key,
    },
    draws: [],
    judge: (answer, seen) => judgeRefund(customer, { ...it, answer, today: dayOf(seen.to) }),
  };
}

function judgeRefund(
  customer: Customer,
  it: {
    sale: Sale;
    shop: Shop;
    lines: { line: number; quantity: number }[];
    answer: Answer;
    today: string;
  },
): void {
  const { shop, answer, today } = it;
  const { books } = customer;
  const sale = books.sales.find((one) => one.id === it.sale.id) ?? it.sale;
  const asked = new Map<number, number>();
  for (const { line, quantity } of it.lines) asked.set(line, (asked.get(line) ?? 0) + quantity);
  const isTooMuch = [...asked].some(([index, quantity]) => {
    const line = sale.lines[index];
    return !line || quantity > line.quantity - line.returned;
  });
  expectOutcome("refund", answer.code, [isTooMuch ? "more_than_sold" : "ok"]);
  if (isTooMuch) return;
  let points = 0;
  for (const [index, quantity] of asked) {
    const line = sale.lines[index];
    if (!line) continue;
    const left = line.quantity - line.returned;
    const worth = (pieces: number) => awardOf(sale.rules, { ...line, quantity: pieces });
    points += worth(left) - worth(left - quantity);
    line.returned += quantity;
  }
  expectSame("points taken back", answer.body.pointsTaken, points);
  if (points > 0) {
    expireBefore(customer, shop.id, today);
    spend(accountOf(customer, shop.id), points, sale.id);
    transfer(
      books.moved,
      `${shop.id} ${customer.id} available`,
      `${shop.id} ${shop.id} issue`,
      points,
    );
    countPosting(books.moved, "claw_back");
  }
  expectBalance("after the refund", { customer, shop, today }, answer.body.balance);
}
