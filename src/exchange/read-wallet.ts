import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { larger, type Points, points, pointsToJson, times, ZERO } from "../kernel/points.ts";
import { MALL, type UnitBalance, walletsOf } from "../ledger/index.ts";
import type { Policies, ShopFacts } from "../merchants/index.ts";
import type { Sql } from "../platform/db/database.ts";
import { type FactVersion, readFactVersion } from "../platform/facts/fact-version.store.ts";
import type { Context } from "./context.ts";
import type { ShopWallet, WalletAnswer } from "./contract.ts";
import { exchange } from "./decide-quote.ts";
import type { RatioVersion } from "./ratio.store.ts";

/** The wallet of one customer. */
export async function readWallet(
  context: Context,
  sql: Sql,
  customerId: string,
): Promise<WalletAnswer> {
  const version = readFactVersion(sql);
  const wallet = (await readWallets(context, sql, { customerIds: [customerId], version })).get(
    customerId,
  );
  invariant(wallet, "everybody has a wallet");
  return wallet;
}

/**
 * Everything these customers have, by customer: mall points, and the points of each shop with what
 * they would give. As many statements for all of them as for one.
 */
export async function readWallets(
  context: Context,
  sql: Sql,
  of: { customerIds: readonly string[]; version: FactVersion | Promise<FactVersion> },
): Promise<Map<string, WalletAnswer>> {
  const [balances, version] = await Promise.all([walletsOf(sql, of.customerIds), of.version]);
  return walletsFrom(context, sql, { balances, version });
}

/** The same from balances that are known, by customer. */
export async function walletsFrom(
  { deps, merchants, remembered }: Context,
  sql: Sql,
  of: { balances: ReadonlyMap<string, readonly UnitBalance[]>; version: FactVersion },
): Promise<Map<string, WalletAnswer>> {
  const { balances: wallets, version } = of;
  const units = new Set([...wallets.values()].flat().map(({ unit }) => unit));
  const shopIds = [...units].filter((unit) => unit !== MALL);
  const [policies, shops, ratios] = await Promise.all([
    merchants.remembered.policies(sql, version),
    merchants.remembered.shops(sql, shopIds, version),
    remembered(sql, { shopIds, at: deps.clock.now(), version }),
  ]);
  const rates = { policies, shops, ratios };
  return new Map([...wallets].map(([id, balances]) => [id, toWallet(balances, rates)]));
}

type Rates = {
  readonly policies: Policies;
  readonly shops: ReadonlyMap<string, ShopFacts>;
  readonly ratios: ReadonlyMap<string, RatioVersion>;
};

function toWallet(
  balances: readonly UnitBalance[],
  { policies, shops, ratios }: Rates,
): WalletAnswer {
  const mall = balances.find((balance) => balance.unit === MALL);
  const ofShops: ShopWallet[] = [];
  for (const balance of balances) {
    const shop = shops.get(balance.unit);
    if (!shop) continue;
    const ratio = ratios.get(shop.id) ?? null;
    ofShops.push(toShopWallet(balance, { shop, ratio, fee: policies.conversionFeeBasisPoints }));
  }
  return {
    mall: {
      available: pointsToJson(mall?.available ?? ZERO),
      held: pointsToJson(mall?.held ?? ZERO),
      worthFen: pointsToJson(times(larger(mall?.available ?? ZERO, ZERO), policies.pointValueFen)),
      expiring: byTime(mall?.expiring ?? []),
    },
    shops: ofShops.sort((left, right) => (left.name < right.name ? -1 : 1)),
  };
}

function toShopWallet(
  balance: UnitBalance,
  { shop, ratio, fee }: { shop: ShopFacts; ratio: RatioVersion | null; fee: number },
): ShopWallet {
  const convertible = ratio !== null && shop.status === "approved";
  return {
    shopId: shop.id,
    name: shop.name,
    colour: shop.colour,
    available: pointsToJson(balance.available),
    pending: pointsToJson(balance.pending),
    held: pointsToJson(balance.held),
    ratio: ratio && {
      version: ratio.version,
      shopPoints: pointsToJson(points(ratio.by.shopPoints)),
      mallPoints: pointsToJson(points(ratio.by.mallPoints)),
      minimumPoints: pointsToJson(ratio.minimumPoints),
    },
    worth: convertible
      ? pointsToJson(exchange(ratio.by, larger(balance.available, ZERO), fee).given)
      : 0,
    expiring: byTime(balance.expiring),
    maturing: byTime(balance.maturing),
  };
}

/** Points by moment. Those that expire are gone from then on: the midnight after their last good day. */
function byTime(
  lots: readonly { points: Points; at: Instant }[],
): { points: number; at: string }[] {
  return lots.map(({ points: amount, at }) => ({
    points: pointsToJson(amount),
    at: toRfc3339(at),
  }));
}
