import type { Customer, World } from "../world.ts";
import { type Account, emptyAccount, expectHeld, expectUnit, letTimePass } from "./account.ts";
import { mayHaveCompleted } from "./customer.ts";
import { exchange, ratiosDuring } from "./exchange.ts";
import type { Seen } from "./seen.ts";
import { expectThat } from "./violation.ts";

export const MALL = "mall";

/** The customer's account, with all that may have become of it by itself until then. */
export function accountNow(
  world: World,
  customer: Customer,
  { unit, seen }: { unit: string; seen: Pick<Seen, "to"> },
): Account {
  const account = customer.books.accounts[unit] ?? emptyAccount();
  letTimePass(account, stopsUntil(world, seen));
  return account;
}

/** The same where points arrive: from then on the wallet shows it. */
export function openAccount(
  world: World,
  customer: Customer,
  of: { unit: string; seen: Pick<Seen, "to"> },
): Account {
  customer.books.accounts[of.unit] ??= emptyAccount();
  return accountNow(world, customer, of);
}

function stopsUntil(world: World, { to }: Pick<Seen, "to">): number[] {
  return world.clock.stops.filter((at) => at <= to);
}

type Line = { points: number; at: string };
type ShownUnit = { available: number; held: number; expiring: Line[] };
type ShownShop = ShownUnit & {
  shopId: string;
  pending: number;
  maturing: Line[];
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
  const mall = accountNow(world, customer, { unit: MALL, seen });
  expectUnit(`${what}: mall`, mall, { ...wallet.mall, pending: 0, maturing: [] });
  const mayBePaid = customer.books.orders.filter((order) => mayHaveCompleted(order, seen));
  expectHeld(`${what}: mall`, mall, {
    shown: wallet.mall.held,
    mayBePaid: mayBePaid.map(({ id }) => id),
  });
  for (const shop of world.shops) {
    const shown = wallet.shops.find((one) => one.shopId === shop.id);
    const isKnown = customer.books.accounts[shop.id] !== undefined;
    if (shown === undefined) {
      expectThat(!isKnown, () => `${what}: shop ${shop.index} is missing`);
      continue;
    }
    const account = accountNow(world, customer, { unit: shop.id, seen });
    expectUnit(`${what}: shop ${shop.index}`, account, shown);
    expectHeld(`${what}: shop ${shop.index}`, account, { shown: shown.held, mayBePaid: [] });
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
