import type { Customer, World } from "../world.ts";
import {
  type Account,
  countPosting,
  emptyAccount,
  expireDue,
  matchShown,
  transfer,
} from "./books.ts";
import { exchange, ratiosDuring } from "./exchange.ts";
import { dayOf, type Seen } from "./seen.ts";
import { expectSame, expectThat } from "./violation.ts";

export const MALL = "mall";

export function accountOf(customer: Customer, unit: string): Account {
  customer.books.accounts[unit] ??= emptyAccount();
  return customer.books.accounts[unit];
}

/** Before anything is taken from an account, what is due goes. */
export function expireBefore(customer: Customer, unit: string, today: string): void {
  noteExpired(customer, unit, expireDue(accountOf(customer, unit), today));
}

/** Holds a balance that was shown against the account, and notes what turned out to have expired. */
export function expectShown(
  what: string,
  { customer, unit, today }: { customer: Customer; unit: string; today: string },
  shown: { available: number; expiring?: { points: number; at: string }[] },
): void {
  const account = customer.books.accounts[unit] ?? emptyAccount();
  noteExpired(customer, unit, matchShown(what, account, { shown, today }));
}

function noteExpired(customer: Customer, unit: string, expired: number): void {
  if (expired === 0) return;
  const { moved } = customer.books;
  transfer(moved, `${unit} ${customer.id} available`, `${unit} ${unit} breakage`, expired);
  countPosting(moved, "expire");
}

type ShownUnit = { available: number; pending: number; expiring: { points: number; at: string }[] };
type ShownShop = ShownUnit & {
  shopId: string;
  ratio: { version: number; shopPoints: number; mallPoints: number } | null;
  worth: number;
};
export type ShownWallet = { mall: ShownUnit; shops: ShownShop[] };

/** A whole wallet, to the last lot. */
export function expectWallet(
  world: World,
  customer: Customer,
  { wallet, seen, what }: { wallet: ShownWallet; seen: Seen; what: string },
): void {
  const today = dayOf(seen.to);
  expectSame(`${what}: pending mall points`, wallet.mall.pending, 0);
  const { available, expiring } = wallet.mall;
  expectShown(`${what}: mall`, { customer, unit: MALL, today }, { available, expiring });
  for (const shop of world.shops) {
    const shown = wallet.shops.find((one) => one.shopId === shop.id);
    const account = customer.books.accounts[shop.id];
    if (shown === undefined) {
      expectThat(account === undefined, () => `${what}: shop ${shop.index} is missing`);
      continue;
    }
    expectSame(`${what}: pending at shop ${shop.index}`, shown.pending, 0);
    expectShown(
      `${what}: shop ${shop.index}`,
      { customer, unit: shop.id, today },
      { available: shown.available, expiring: shown.expiring },
    );
    expectWorth(world, { shown, seen, index: shop.index, what });
  }
  expectThat(
    wallet.shops.every((one) => world.shops.some(({ id }) => id === one.shopId)),
    () => `${what}: a shop that nobody opened`,
  );
}

/** The ratio beside the points is one that was in force, and what they are worth follows from it. */
function expectWorth(
  world: World,
  { shown, seen, index, what }: { shown: ShownShop; seen: Seen; index: number; what: string },
): void {
  const shop = world.shops[index];
  if (!shop) return;
  const standing = shop.standing.during(seen);
  const fee = world.policy().conversionFeeBasisPoints;
  const possible = ratiosDuring(shop.ratios, seen)
    .filter((ratio) => ratio.version === shown.ratio?.version)
    .flatMap((ratio) => {
      const given = exchange(ratio, Math.max(shown.available, 0), fee).given;
      return standing.map((one) => (one === "approved" ? given : 0));
    });
  expectThat(
    possible.includes(shown.worth),
    () => `${what}: shop ${index} shows ${JSON.stringify(shown)}, worth ${possible.join(" or ")}`,
  );
}
