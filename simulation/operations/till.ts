import type { Answer } from "../machinery/wire.ts";
import { type Account, alter, expectBalance, keepThose } from "../model/account.ts";
import { awardsOf } from "../model/award.ts";
import type { Sale } from "../model/customer.ts";
import {
  expireAvailable,
  expireWaiting,
  follow,
  type Holding,
  keepWaiting,
  receive,
  takeBack,
  unfollow,
} from "../model/holding.ts";
import { endAfterDays } from "../model/local-days.ts";
import { countPosting, ownedBy, sum, transfer } from "../model/moved.ts";
import {
  addDays,
  allowedOutcomes,
  expectOutcome,
  hasCome,
  type Maybe,
  type Seen,
  someOf,
} from "../model/seen.ts";
import { expectSame, expectThat } from "../model/violation.ts";
import { accountNow, openAccount } from "../model/wallet.ts";
import type { Random } from "../random.ts";
import type { Customer, Move, Shop, World } from "../world.ts";

/** Receipts that may still come back; older ones are forgotten by the simulation, not by the shop. */
export const SALES_TRIED = 12;
/** One more, for a sale and the return of the oldest may be under way at once. */
const SALES_KEPT = SALES_TRIED + 1;
const HOUR = 3_600_000;

export type TillLine = { product: number; quantity: number };

/** What a till sends, and by which key; the receipt number is the seed's own count. */
export function saleBody(
  shop: Shop,
  it: {
    receiptNumber: string;
    customerId?: string;
    memberCode?: string;
    soldAt: number | null;
    lines: TillLine[];
  },
) {
  const { receiptNumber, customerId, memberCode, soldAt } = it;
  return {
    receiptNumber,
    ...(soldAt === null ? {} : { soldAt: new Date(soldAt).toISOString() }),
    ...(memberCode === undefined ? { customerId } : { memberCode }),
    lines: it.lines.map(({ product, quantity }, index) => {
      const known = shop.products[product];
      const name = index % 2 === 0 ? { productId: known?.id } : { barcode: known?.barcode };
      return { ...name, quantity };
    }),
  };
}

/** Now and then every line is of one product, as a till sends it that makes a line of every scan. */
export function someLines(shop: Shop, random: Random): TillLine[] {
  const scanned = random.between(0, shop.products.length - 1);
  const isScanned = random.chance(0.2);
  return Array.from({ length: random.between(1, 3) }, () => ({
    product: isScanned ? scanned : random.between(0, shop.products.length - 1),
    quantity: random.between(1, 9),
  }));
}

/** When a till says that it sold: mostly now, else hours or days before, or by a clock that is fast. */
export function someMoment(world: World, random: Random): number | null {
  if (random.chance(0.7)) return null;
  return world.clock.lower - random.between(-5 * HOUR, 3 * 24 * HOUR);
}

/** A sale to the customer, by id or by the code they show. */
export function sell(
  world: World,
  customer: Customer,
  it: {
    shop: Shop;
    lines: TillLine[];
    receiptNumber: string;
    soldAt: number | null;
    memberCode?: { code: string; expiresAt: number } | undefined;
  },
): Move {
  const { shop, lines, receiptNumber, soldAt, memberCode } = it;
  const body = saleBody(shop, {
    receiptNumber,
    soldAt,
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
        noteSale(world, customer, { shop, lines, soldAt, body: answer.body, seen });
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
  it: {
    shop: Shop;
    lines: TillLine[];
    soldAt: number | null;
    // biome-ignore lint/suspicious/noExplicitAny: an answer of the server.
    body: any;
    seen: Seen;
  },
): void {
  const { shop, lines, body, seen } = it;
  const sale = saleOf(shop, { id: body.id, lines });
  const points = awardsOf(sale.rules, sale.lines);
  expectSame("points of each line", body.lines.map(pointsOf), points);
  expectSame("points of the sale", body.points, sum(points));
  expectSame("whose sale", body.customerName, customer.name);
  const maturesAt = body.pendingUntil === null ? null : Date.parse(body.pendingUntil);
  expectMoment(world, { ...it, points: sum(points), maturesAt });
  const { books } = customer;
  if (sum(points) > 0) {
    const { shopPointsExpireDays: days } = world.policy();
    const expiresAt = endAfterDays(seen.to, { days, zone: world.zoneOf(shop) });
    const lot = { amount: sum(points), expiresAt, source: sale.id };
    const account = openAccount(world, customer, { unit: shop.id, seen });
    alter(account, (one) =>
      follow(
        maturesAt === null ? receive(one, lot) : keepWaiting(one, { ...lot, maturesAt }),
        sale.id,
      ),
    );
    transfer(
      books.moved,
      `${shop.id} ${shop.id} issue`,
      ownedBy(customer.id, shop.id),
      sum(points),
    );
    countPosting(books.moved, "earn");
  }
  const account = accountNow(world, customer, { unit: shop.id, seen });
  expectBalance("balance after the sale", account, body.balance);
  keepSale(world, customer, { sale, seen });
}

/**
 * The points of a sale wait until goods can no longer come back, counted from the sale; of one that is
 * posted too late for that, or in a shop without a return period, they are there at once.
 */
function expectMoment(
  world: World,
  it: { shop: Shop; soldAt: number | null; points: number; maturesAt: number | null; seen: Seen },
): void {
  const { shop, soldAt, points, maturesAt, seen } = it;
  const periods = shop.returnDays.during(seen).map((own) => own ?? world.policy().saleReturnDays);
  const isAllowed = periods.some((days) => {
    const [from, to] = [soldAt ?? seen.from, soldAt ?? seen.to].map((at) => addDays(at, days));
    if (points === 0 || days === 0 || from === undefined || to === undefined) {
      return maturesAt === null;
    }
    if (maturesAt === null) return hasCome(from, seen) !== "no";
    return maturesAt >= from && maturesAt <= to && hasCome(maturesAt, seen) !== "yes";
  });
  expectThat(isAllowed, () => {
    const sold = soldAt === null ? "now" : new Date(soldAt).toISOString();
    const until = maturesAt === null ? "nothing" : new Date(maturesAt).toISOString();
    return `${points} points of a sale of ${sold} wait for ${until}, with ${periods.join(" or ")} days`;
  });
  if (maturesAt !== null) world.count("sales whose points wait");
}

/** The oldest is forgotten. */
function keepSale(
  world: World,
  customer: Customer,
  { sale, seen }: { sale: Sale; seen: Seen },
): void {
  const { sales } = customer.books;
  sales.push(sale);
  const oldest = sales.length > SALES_KEPT ? sales.shift() : undefined;
  const unit = world.shops[oldest?.shop ?? -1]?.id;
  if (!oldest || unit === undefined) return;
  alter(accountNow(world, customer, { unit, seen }), (one) => unfollow(one, oldest.id));
}

function saleOf(shop: Shop, { id, lines }: { id: string; lines: TillLine[] }): Sale {
  const sold = lines.map(({ product, quantity }) => ({
    product,
    category: shop.products[product]?.category ?? "",
    quantity,
    returned: 0,
  }));
  const points = sum(awardsOf(shop.rules, sold));
  return { id, shop: shop.index, rules: shop.rules, lines: sold, points, refunded: 0 };
}

const pointsOf = (line: { points: number }) => line.points;

/** Goods come back; now and then more than were sold. */
export function refund(
  world: World,
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
    judge: (answer, seen) => judgeRefund(world, customer, { ...it, answer, seen }),
  };
}

function judgeRefund(
  world: World,
  customer: Customer,
  it: {
    sale: Sale;
    shop: Shop;
    lines: { line: number; quantity: number }[];
    answer: Answer;
    seen: Seen;
  },
): void {
  const { shop, answer, seen } = it;
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
  const before = worthOf(sale);
  for (const [index, quantity] of asked) {
    const line = sale.lines[index];
    if (line) line.returned += quantity;
  }
  const wanted = before - worthOf(sale);
  const account = accountNow(world, customer, { unit: shop.id, seen });
  alter(account, (one) => expireWaiting(expireAvailable(one, seen.to), seen.to));
  const points: number = answer.body.pointsTaken;
  expectTaken(account, { sale, wanted, points });
  if (points < wanted) world.count("points that had expired when goods came back");
  sale.refunded += points;
  if (points > 0) {
    noteWaiting(world, account, sale.id);
    alter(account, (one) => takeBack(one, { amount: points, sale: sale.id }));
    transfer(books.moved, ownedBy(customer.id, shop.id), `${shop.id} ${shop.id} issue`, points);
    countPosting(books.moved, "claw_back");
  }
  expectBalance("balance after the refund", account, answer.body.balance);
}

/** What the goods that have not come back earn. */
function worthOf({ rules, lines }: Sale): number {
  return sum(
    awardsOf(
      rules,
      lines.map((line) => ({ ...line, quantity: line.quantity - line.returned })),
    ),
  );
}

/** What expired is not taken a second time: never more than what is left of the award besides. */
function expectTaken(
  account: Account,
  { sale, wanted, points }: { sale: Sale; wanted: number; points: number },
): void {
  const most = ({ expiredOf }: Holding) => sale.points - sale.refunded - (expiredOf[sale.id] ?? 0);
  const taken = (one: Holding) => Math.min(wanted, Math.max(most(one), 0));
  keepThose(
    account,
    (one) => taken(one) === points,
    (possible) => {
      const allowed = [...new Set(possible.map(taken))];
      return `${points} points taken back, but the rules say ${allowed.join(" or ")}`;
    },
  );
}

function noteWaiting(world: World, { possible }: Account, sale: string): void {
  const waits = possible.map((one) => one.waiting.some(({ source }) => source === sale));
  const when = { yes: "while they wait", no: "later", maybe: "at that moment" }[someOf(waits)];
  world.count(`points taken back: ${when}`);
}
