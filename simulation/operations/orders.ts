import type { Answer } from "../machinery/wire.ts";
import { type Account, alter, keepThose } from "../model/account.ts";
import { mayHaveCompleted, nextState, ORDER_RETURN_DAYS, type Order } from "../model/customer.ts";
import { expireAvailable, hold, outlived, payOut, release, spendable } from "../model/holding.ts";
import { endAfterDays } from "../model/local-days.ts";
import { countPosting, ownedBy, sum, transfer } from "../model/moved.ts";
import { addDays, allowedOutcomes, expectOutcome, type Seen, someOf } from "../model/seen.ts";
import { expectSame, expectThat, Violation } from "../model/violation.ts";
import { accountNow, expectWallet, MALL, type ShownWallet } from "../model/wallet.ts";
import type { Random } from "../random.ts";
import type { Customer, Good, Move, Seller, World } from "../world.ts";
import { isShort } from "./conversions.ts";

/** Ended orders that the simulation still knows, to try what is too late on them. */
const ENDED_ORDERS_KEPT = 6;

export type CartLine = { good: Good; quantity: number };

/** A cart across sellers, redeemed at once. */
export function placeOrder(
  world: World,
  customer: Customer,
  { cart, expectedPoints, key }: { cart: CartLine[]; expectedPoints: number | null; key: string },
): Move {
  const lines = cart.map(({ good, quantity }) => ({ productId: good.id, quantity }));
  return {
    what: `orders ${cart.map((line) => `${line.quantity}×${line.good.index}`).join("+")}`,
    caller: customer.caller,
    request: {
      method: "POST",
      path: "/me/orders",
      body: { lines, ...(expectedPoints === null ? {} : { expectedPoints }) },
      key,
    },
    draws: cart.map(({ good, quantity }) => ({ from: good.stock, change: -quantity })),
    judge: (answer, seen) => judgeOrder(world, customer, { cart, expectedPoints, answer, seen }),
  };
}

function judgeOrder(
  world: World,
  customer: Customer,
  it: { cart: CartLine[]; expectedPoints: number | null; answer: Answer; seen: Seen },
): void {
  const { cart, expectedPoints, answer, seen } = it;
  const account = accountNow(world, customer, { unit: MALL, seen });
  const funds = account.possible.map((one) => spendable(one, seen.to));
  const totals = pricesDuring(cart, seen).map((prices) => totalOf(cart, prices));
  const sellers = cart.map(({ good }) => world.sellers[good.seller] as Seller);
  const stock = cart.map(({ good, quantity }) => isShort(quantity, seen.boundsOf(good.stock)));
  const allowed = allowedOutcomes([
    [
      "seller_suspended",
      anyOf(
        sellers.map((one) => someOf(one.standing.during(seen).map((is) => is === "suspended"))),
      ),
    ],
    [
      "product_not_available",
      anyOf(sellers.map((one) => someOf(one.standing.during(seen).map((is) => is === "pending")))),
    ],
    ["out_of_stock", anyOf(stock)],
    [
      "price_changed",
      someOf(totals.map((total) => expectedPoints !== null && total !== expectedPoints)),
    ],
    [
      "insufficient_points",
      someOf(totals.flatMap((total) => funds.map((available) => total > available))),
    ],
  ]);
  expectOutcome("order", answer.code, allowed);
  world.count(`order ${answer.code}`);
  if (answer.code === "insufficient_points") {
    const isTooMuch = (available: number) => totals.some((total) => total > available);
    keepThose(
      account,
      (one) => isTooMuch(spendable(one, seen.to)),
      () => "somebody has too little",
    );
  }
  if (answer.code === "ok") noteOrders(world, customer, it);
}

function anyOf(several: readonly ("yes" | "no" | "maybe")[]) {
  if (several.includes("yes")) return "yes";
  return several.includes("maybe") ? "maybe" : "no";
}

/** Every combination of prices that may have stood on the shelf. */
function pricesDuring(cart: readonly CartLine[], seen: Seen): number[][] {
  return cart.reduce<number[][]>(
    (soFar, { good }) =>
      soFar.flatMap((prices) => good.price.during(seen).map((price) => [...prices, price])),
    [[]],
  );
}

const totalOf = (cart: readonly CartLine[], prices: readonly number[]) =>
  sum(cart.map((line, index) => line.quantity * (prices[index] ?? 0)));

function noteOrders(
  world: World,
  customer: Customer,
  { cart, answer, seen }: { cart: CartLine[]; answer: Answer; seen: Seen },
): void {
  const body = answer.body as {
    orders: { id: string; sellerId: string; points: number; status: string }[];
    wallet: ShownWallet;
  };
  const bySeller = [...new Set(cart.map(({ good }) => good.seller))];
  const expected = pricesDuring(cart, seen).map((prices) =>
    bySeller.map((seller) =>
      sum(
        cart.map((line, at) =>
          line.good.seller === seller ? line.quantity * (prices[at] ?? 0) : 0,
        ),
      ),
    ),
  );
  const observed = body.orders.map((order) => order.points);
  expectThat(
    expected.some((one) => JSON.stringify(one) === JSON.stringify(observed)),
    () => `orders of ${observed.join(", ")} points, but the prices say ${JSON.stringify(expected)}`,
  );
  expectSame(
    "one order a seller",
    body.orders.map((one) => one.sellerId),
    bySeller.map((one) => world.sellers[one]?.id),
  );
  for (const [index, { id, points, status }] of body.orders.entries()) {
    const seller = bySeller[index] as number;
    const own = cart.filter(({ good }) => good.seller === seller);
    const isCodesOnly = own.every(({ good }) => good.kind === "voucher");
    expectSame("state of a new order", status, isCodesOnly ? "delivered" : "placed");
    setAside(world, customer, { order: id, points, seen });
    const order: Order = {
      id,
      seller,
      points,
      lines: own.map(({ good, quantity }) => ({ good: good.index, quantity })),
      isShipped: own.some(({ good }) => good.kind === "physical"),
      state: isCodesOnly ? "delivered" : "placed",
      deliveredAt: isCodesOnly ? seen.to : null,
    };
    customer.books.orders.push(order);
  }
  expectWallet(world, customer, { wallet: body.wallet, seen, what: "wallet after ordering" });
}

function setAside(
  world: World,
  customer: Customer,
  { order, points, seen }: { order: string; points: number; seen: Seen },
): void {
  const { moved } = customer.books;
  const account = accountNow(world, customer, { unit: MALL, seen });
  alter(account, (one) => expireAvailable(one, seen.to));
  keepThose(
    account,
    ({ balance }) => balance >= points,
    (possible) =>
      `an order of ${points} with ${possible.map(({ balance }) => balance).join(" or ")}`,
  );
  alter(account, (one) => hold(one, { order, points }));
  transfer(moved, ownedBy(customer.id, MALL), `mall ${customer.id} held`, points);
  countPosting(moved, "hold");
}

/** Either side cancels an order; points, pieces and codes go back where they came from. */
export function cancel(
  world: World,
  customer: Customer,
  { order, side, key }: { order: Order; side: "customer" | "seller"; key: string },
): Move {
  const seller = world.sellers[order.seller] as Seller;
  const path =
    side === "customer"
      ? `/me/orders/${order.id}/cancel`
      : `/sellers/${seller.id}/orders/${order.id}/cancel`;
  return {
    what: `${side} cancels an order of ${order.points} that is ${order.state}`,
    caller: side === "customer" ? customer.caller : seller.staff,
    request: { method: "POST", path, body: {}, key },
    draws: order.lines.map(({ good, quantity }) => ({
      from: (world.goods[good] as Good).stock,
      change: quantity,
    })),
    judge(answer, seen) {
      const known = knownOrder(customer, order);
      expectOutcome("cancel", answer.code, [nextState(known, "cancel") ? "ok" : "wrong_state"]);
      if (answer.code !== "ok") return;
      expectSame("state after cancelling", answer.body.status, "cancelled");
      const { moved } = customer.books;
      const account = accountNow(world, customer, { unit: MALL, seen });
      noteReleased(world, customer, { account, order: known.id, seen });
      transfer(moved, `mall ${customer.id} held`, ownedBy(customer.id, MALL), known.points);
      countPosting(moved, "release");
      known.state = "cancelled";
      forgetEnded(customer);
    },
  };
}

/** Points go back to the lots they left; those that have outlived them have the mall's days of grace. */
function noteReleased(
  world: World,
  { books }: Customer,
  { account, order, seen }: { account: Account; order: string; seen: Seen },
): void {
  const { graceDays: days, timeZone: zone } = world.policy();
  const late = account.possible.map((one) => outlived(one, { order, now: seen.to }));
  const graceUntil = endAfterDays(seen.to, { days, zone });
  alter(account, (one) => release(one, { order, now: seen.to, graceUntil }));
  if (!late.some((amount) => amount > 0)) return;
  countPosting(books.moved, "extend");
  world.count("points that came back with grace");
}

/** The customer says that it has arrived; the seller is paid. */
export function confirm(
  world: World,
  customer: Customer,
  { order, key }: { order: Order; key: string },
): Move {
  return {
    what: `confirms an order of ${order.points} that is ${order.state}`,
    caller: customer.caller,
    request: { method: "POST", path: `/me/orders/${order.id}/confirm`, body: {}, key },
    draws: [],
    judge(answer, seen) {
      const known = knownOrder(customer, order);
      if (nextState(known, "confirm") === null) {
        expectOutcome("confirm", answer.code, ["wrong_state"]);
        return;
      }
      expectOutcome(
        "confirm",
        answer.code,
        mayHaveCompleted(known, seen) ? ["ok", "wrong_state"] : ["ok"],
      );
      // Completed by itself before: whoever looks at the order next learns when.
      if (answer.code !== "ok") return;
      noteCompleted(world, customer, { order: known, shown: answer.body, seen });
    },
  };
}

type ShownOrder = {
  pickupCode: string | null;
  status: string;
  points: number;
  deliveredAt: string | null;
  completedAt: string | null;
};

/** The seller gets what was held, less the commission of the moment at which it was completed. */
export function noteCompleted(
  world: World,
  customer: Customer,
  { order, shown, seen }: { order: Order; shown: ShownOrder; seen: Seen },
): void {
  expectSame("state after completing", shown.status, "completed");
  expectSame("points of the order", shown.points, order.points);
  const at = Date.parse(shown.completedAt ?? "");
  expectThat(at <= seen.to, () => `completed at ${shown.completedAt}, which is yet to come`);
  const { moved } = customer.books;
  const { commissionBasisPoints } = policyAt(world, at);
  const seller = world.sellers[order.seller] as Seller;
  const account = accountNow(world, customer, { unit: MALL, seen });
  alter(account, (one) => payOut(one, order.id));
  const isFree = at < seller.commissionFreeUntil;
  const commission = isFree ? 0 : Math.floor((order.points * commissionBasisPoints) / 10_000);
  transfer(
    moved,
    `mall ${customer.id} held`,
    `mall ${seller.id} receivable`,
    order.points - commission,
  );
  transfer(moved, `mall ${customer.id} held`, "mall mall commission", commission);
  countPosting(moved, "pay");
  order.state = "completed";
  forgetEnded(customer);
}

function policyAt(world: World, at: number) {
  const found = world.policies.findLast(({ from }) => from <= at);
  if (!found) throw new Error("policies are older than any order");
  return found.policies;
}

function knownOrder(customer: Customer, order: Order): Order {
  return customer.books.orders.find((one) => one.id === order.id) ?? order;
}

function forgetEnded(customer: Customer): void {
  const { orders } = customer.books;
  const ended = orders.filter(({ state }) => state === "completed" || state === "cancelled");
  const oldest = ended.length > ENDED_ORDERS_KEPT ? ended[0] : undefined;
  if (oldest) orders.splice(orders.indexOf(oldest), 1);
}

/** Reads an order as its seller or its customer sees it, and holds it against what is known. */
export async function lookAtOrder(
  world: World,
  customer: Customer,
  { order, random }: { order: Order; random: Random },
): Promise<ShownOrder> {
  const path = `/me/orders/${order.id}`;
  const { value, seen, end } = await world.watching(() =>
    world.wire.settle(customer.caller, { method: "GET", path }, { random }),
  );
  end(true);
  const shown = value.answer.body as ShownOrder & { voucherCodes: string[] };
  expectSame("reading an order", value.answer.status, 200);
  expectCodesOfItsOwn(world, order, shown.voucherCodes);
  if (shown.status === order.state) return shown;
  if (shown.status === "completed" && mayHaveCompleted(order, seen)) {
    const due = addDays(order.deliveredAt ?? 0, ORDER_RETURN_DAYS);
    expectThat(
      Date.parse(shown.completedAt ?? "") >= due,
      () => `an order completed by itself before its time, at ${shown.completedAt}`,
    );
    noteCompleted(world, customer, { order, shown, seen });
    return shown;
  }
  throw new Violation(`order ${order.id} is ${shown.status}, but the rules say ${order.state}`);
}

/** A code is shown on one order only. */
function expectCodesOfItsOwn(world: World, order: Order, codes: readonly string[]): void {
  for (const code of codes) {
    const owner = world.codes.get(code) ?? order.id;
    expectThat(
      owner === order.id,
      () => `voucher code ${code} belongs to ${owner} and to ${order.id}`,
    );
    world.codes.set(code, order.id);
  }
}

/** A seller's step: accept, ship, deliver. Its key makes a lost answer come again. */
export async function fulfil(
  world: World,
  customer: Customer,
  {
    order,
    action,
    key,
    random,
  }: { order: Order; action: "accept" | "ship" | "deliver"; key: string; random: Random },
): Promise<void> {
  const seller = world.sellers[order.seller] as Seller;
  const path = `/sellers/${seller.id}/orders/${order.id}/${action}`;
  // The customer shows the code at the counter.
  const shown = action === "deliver" ? await lookAtOrder(world, customer, { order, random }) : null;
  const body = shown?.pickupCode ? { pickupCode: shown.pickupCode } : {};
  const { value, seen, end } = await world.watching(() =>
    world.wire.settle(seller.staff, { method: "POST", path, body, key }, { random }),
  );
  end(true);
  const { answer } = value;
  world.note(customer, `seller ${seller.index}: ${action} → ${answer.code}`);
  world.countOperation();
  const next = nextState(order, action);
  if (next === null) {
    expectOutcome(action, answer.code, ["wrong_state"]);
    return;
  }
  expectOutcome(action, answer.code, ["ok"]);
  const known = { ...order };
  order.state = next;
  expectSame(`state after ${action}`, answer.body.status, next);
  if (next !== "delivered") return;
  const at = Date.parse(answer.body.deliveredAt ?? "");
  expectThat(
    at >= seen.from && at <= seen.to,
    () => `delivered at ${answer.body.deliveredAt}: ${known.state}`,
  );
  order.deliveredAt = at;
}
