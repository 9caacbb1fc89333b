import { alter, keepThose } from "../model/account.ts";
import type { Quote } from "../model/customer.ts";
import { exchange, mayHaveNone, ratiosDuring } from "../model/exchange.ts";
import { expireAvailable, type Holding, receive, spend, spendable } from "../model/holding.ts";
import { endAfterDays, localDay } from "../model/local-days.ts";
import { countPosting, ownedBy, transfer } from "../model/moved.ts";
import {
  addDays,
  allowedOutcomes,
  expectOutcome,
  hasCome,
  type Maybe,
  not,
  type Seen,
  someOf,
} from "../model/seen.ts";
import { expectSame, expectThat } from "../model/violation.ts";
import { accountNow, expectWallet, MALL, openAccount } from "../model/wallet.ts";
import type { Random } from "../random.ts";
import type { Customer, Move, Shop, World } from "../world.ts";
import { isSuspended } from "./till.ts";

const QUOTES_KEPT = 6;
const QUOTE_HOLD_SECONDS = 120;
const QUOTES_FORGOTTEN_DAYS = 7;

/** Asks what points would give. A lost answer leaves a quote that nobody will use. */
export async function askQuote(
  world: World,
  customer: Customer,
  { shop, points, random }: { shop: Shop; points: number; random: Random },
): Promise<Quote | null> {
  const request = {
    method: "POST",
    path: "/me/conversion-quotes",
    body: { shopId: shop.id, points },
  } as const;
  const { value, seen, end } = await world.watching(() =>
    world.wire.settle(customer.caller, request, { random }),
  );
  end(true);
  const { answer } = value;
  world.note(customer, `asks shop ${shop.index} for ${points} → ${answer.code}`);
  world.countOperation();
  const quote = judgeQuote(world, { shop, points, answer, seen });
  if (quote === null) return null;
  customer.books.quotes.push(quote);
  if (customer.books.quotes.length > QUOTES_KEPT) customer.books.quotes.shift();
  return quote;
}

function judgeQuote(
  world: World,
  it: { shop: Shop; points: number; answer: { code: string; body: QuoteBody }; seen: Seen },
): Quote | null {
  const { shop, points, answer, seen } = it;
  const { conversionFeeBasisPoints: fee, pointValueFen } = world.policy();
  const ratios = ratiosDuring(shop.ratios, seen);
  const tooFew = ratios.map(
    (ratio) => points < ratio.minimumPoints || exchange(ratio, points, fee).given === 0,
  );
  const allowed = allowedOutcomes([
    ["not_found", mayHaveNone(shop.ratios, seen) ? "maybe" : "no"],
    ["shop_suspended", isSuspended(shop, seen)],
    ["below_minimum", someOf(tooFew)],
  ]);
  expectOutcome("quote", answer.code, allowed);
  if (answer.code !== "ok") return null;
  const { body } = answer;
  const ratio = ratios.find((one) => one.version === body.ratioVersion);
  expectThat(
    ratio !== undefined,
    () => `a quote by ratio ${body.ratioVersion}, which is not in force`,
  );
  if (!ratio) return null;
  const { given, taken, fee: feePoints, bought } = exchange(ratio, points, fee);
  expectSame(
    "the quote",
    [body.pointsTaken, body.pointsGiven, body.fee, body.pointsKept],
    [taken, given, feePoints, points - taken],
  );
  const expiresAt = Date.parse(body.expiresAt);
  const from = seen.from + QUOTE_HOLD_SECONDS * 1000;
  const to = seen.to + QUOTE_HOLD_SECONDS * 1000;
  expectThat(expiresAt >= from && expiresAt <= to, () => `the quote holds until ${body.expiresAt}`);
  const { mallPointsExpireDays: days, timeZone: zone } = world.policy();
  const mallPointsExpireAt = endAfterDays(seen.to, { days, zone });
  expectSame(
    "expiry of the mall points",
    [body.mallPointsExpireAt, body.mallPointsExpireOn],
    [new Date(mallPointsExpireAt).toISOString(), localDay(mallPointsExpireAt - 1, zone)],
  );
  return {
    id: body.id,
    shop: shop.index,
    taken,
    given,
    fee: feePoints,
    cost: bought * pointValueFen,
    dailyCapPoints: ratio.dailyCapPoints,
    mallPointsExpireAt,
    expiresAt,
    isUsed: false,
  };
}

type QuoteBody = {
  id: string;
  ratioVersion: number;
  pointsTaken: number;
  pointsGiven: number;
  pointsKept: number;
  fee: number;
  expiresAt: string;
  mallPointsExpireOn: string;
  mallPointsExpireAt: string;
};

/** Proves with the passkey who is asking; opens the verified window of this session. */
export async function verify(world: World, customer: Customer, random: Random): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const { sessions } = customer.caller;
    const ask = (path: string, body: object) =>
      world.watching(() =>
        world.wire.settle(customer.caller, { method: "POST", path, body }, { random }),
      );
    const started = await ask("/me/verifications/passkey", {});
    started.end(true);
    expectSame("asking for an identity check", started.value.answer.status, 200);
    const response = customer.device.answer(started.value.answer.body.options);
    const finished = await ask("/me/verifications/passkey/finish", { response });
    finished.end(true);
    const { answer, isUncertain } = finished.value;
    const isSameSession = customer.caller.sessions === sessions;
    if (answer.status === 201 && isSameSession) {
      const until = Date.parse(answer.body.verifiedUntil);
      const { from, to } = finished.seen;
      expectThat(
        until >= from + 300_000 && until <= to + 300_000,
        () => `the window is open until ${answer.body.verifiedUntil}`,
      );
      customer.window = { session: sessions, until };
      world.note(customer, "proves who they are");
      world.countOperation();
      return;
    }
    // A challenge is answered once: when the answer was lost, it takes another.
    expectThat(isUncertain || !isSameSession, () => `the passkey was refused: ${answer.text}`);
  }
  throw new Error("no identity check came through");
}

/** Turns a quote into mall points, or meets the first reason why not. */
export function convert(
  world: World,
  customer: Customer,
  { quote, key }: { quote: Quote; key: string },
): Move {
  const shop = world.shops[quote.shop] as Shop;
  const draw = { from: shop.pool, change: -quote.cost };
  const { sessions } = customer.caller;
  return {
    what: `converts ${quote.taken} of shop ${shop.index} into ${quote.given}`,
    caller: customer.caller,
    request: { method: "POST", path: "/me/conversions", body: { quoteId: quote.id }, key },
    draws: [draw],
    judge(answer, seen) {
      const known = customer.books.quotes.find((one) => one.id === quote.id) ?? quote;
      const day = `${shop.id} ${localDay(seen.to, world.zoneOf(shop))}`;
      const turnedIn = customer.books.turnedIn[day] ?? 0;
      const cap = known.dailyCapPoints;
      const { low, high } = seen.boundsOf(shop.pool);
      const account = accountNow(world, customer, { unit: shop.id, seen });
      const isTooMuch = (one: Holding) => spendable(one, seen.to) < known.taken;
      const allowed = allowedOutcomes([
        ["verification_required", not(isVerified(customer, sessions, seen))],
        ["not_found", mayBeForgotten(known, seen)],
        ["quote_expired", hasCome(known.expiresAt, seen)],
        ["quote_used", known.isUsed ? "yes" : "no"],
        ["shop_suspended", isSuspended(shop, seen)],
        ["daily_cap_reached", cap !== null && turnedIn + known.taken > cap ? "yes" : "no"],
        ["shop_pool_exhausted", isShort(known.cost, { low, high })],
        ["insufficient_points", someOf(account.possible.map(isTooMuch))],
      ]);
      expectOutcome(`conversion at shop ${shop.index}`, answer.code, allowed);
      world.count(`conversion ${answer.code}`);
      const isRefused = answer.code === "insufficient_points";
      if (isRefused) keepThose(account, isTooMuch, () => "somebody has too little");
      if (answer.code !== "ok") return;
      keepThose(
        account,
        (one) => !isTooMuch(one),
        () => "somebody has enough",
      );
      known.isUsed = true;
      customer.books.turnedIn[day] = turnedIn + known.taken;
      alter(account, (one) => spend(expireAvailable(one, seen.to), known.taken));
      noteConversion(world, customer, { quote: known, shopId: shop.id, seen });
      const { body } = answer;
      expectSame("what was taken", body.pointsTaken, known.taken);
      expectSame("what was given", body.pointsGiven, known.given);
      expectWallet(world, customer, { wallet: body.wallet, seen, what: "wallet after converting" });
    },
  };
}

/** A quote that nobody took up is forgotten a week after it expired, when the job comes round. */
function mayBeForgotten({ isUsed, expiresAt }: Quote, { to }: Seen): Maybe {
  return !isUsed && addDays(expiresAt, QUOTES_FORGOTTEN_DAYS) <= to ? "maybe" : "no";
}

export function isShort(amount: number, { low, high }: { low: number; high: number }): Maybe {
  if (amount > high) return "yes";
  return amount > low ? "maybe" : "no";
}

/** The window belongs to the session; who had to sign in again in between may have been seen in either. */
function isVerified({ caller, window }: Customer, sessionBefore: number, seen: Seen): Maybe {
  if (window === null || window.session !== sessionBefore) return "no";
  const isOpen = not(hasCome(window.until, seen));
  return isOpen === "no" || sessionBefore === caller.sessions ? isOpen : "maybe";
}

function noteConversion(
  world: World,
  customer: Customer,
  { quote, shopId, seen }: { quote: Quote; shopId: string; seen: Seen },
): void {
  const { moved } = customer.books;
  const { id: source, given: amount, mallPointsExpireAt: expiresAt } = quote;
  const mall = openAccount(world, customer, { unit: MALL, seen });
  alter(mall, (one) => receive(one, { amount, expiresAt, source }));
  transfer(moved, ownedBy(customer.id, shopId), `${shopId} ${shopId} retirement`, quote.taken);
  transfer(moved, "mall mall issue", ownedBy(customer.id, MALL), amount);
  transfer(moved, "mall mall issue", "mall mall fee", quote.fee);
  transfer(moved, `money ${shopId} pool`, "money mall clearing", quote.cost);
  countPosting(moved, "convert");
}
