import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { type Holdings, lockHoldings, lockNamedHoldings } from "../ledger/index.ts";
import { timeZoneOf } from "../merchants/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import type { NewSale } from "./contract.ts";
import {
  earliestReceiptDay,
  FIRST_DAY,
  type NumberRules,
  type PostedReceipt,
} from "./decide-receipt.ts";
import { type SaleCommand, soldAtOf } from "./decide-sale.ts";
import { type FactsOfShop, factsOfShop } from "./facts-of-shop.ts";
import { type CodePlace, codeName, holdingsOfCodes, lockCodes } from "./member-code.store.ts";
import { placeOfCode } from "./member-code.ts";
import type { Context, Shop } from "./needs.ts";
import { readReceipts } from "./sale.store.ts";

/** What some sales are decided by, read at once for all of them. */
export type FactsOfSales = {
  readonly now: Instant;
  /** What was posted before under their numbers, by `receiptName`. */
  readonly receipts: ReadonlyMap<string, readonly PostedReceipt[]>;
  /** Display names by customer, as far as they exist. */
  readonly names: ReadonlyMap<string, string>;
  /** Where the sale's member code is kept; undefined where it has none. */
  codeOf(sale: NewSale): CodePlace | undefined;
  /** Whose sale it is; null without one, or where the customer or code is unknown. */
  customerOf(sale: NewSale): string | null;
  of(command: SaleCommand): FactsOfShop;
  /** How the command's shop counts its receipts. */
  numbersOf(command: SaleCommand): NumberRules;
  /** What the customers have in these shops, locked for the ledger. */
  readonly holdings: Holdings;
};

export async function readSaleFacts(
  { deps, identity, merchants, remembered }: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
): Promise<FactsOfSales> {
  const now = deps.clock.now();
  const shopIds = [...new Set(commands.map(({ shopId }) => shopId))];
  const places = placesOfCodes(deps, commands);
  const namesOf = async (ids: readonly string[], known: ReadonlyMap<string, string>) =>
    ids.length === 0 ? known : new Map([...known, ...(await identity.displayNames(sql, ids))]);
  const codePlaces = [...places.values()].flatMap((place) => place ?? []);
  const numbers = commands.map((command) => wantedReceipt(command, now));
  // Sent together; what is locked comes last, the codes before what the customers have.
  const [receipts, version, customers, codes, holdings] = await Promise.all([
    readReceipts(sql, numbers),
    readFactVersion(sql),
    identity.displayNames(sql, customerIdsOf(commands)),
    lockCodes(sql, codePlaces, { now }),
    lockHoldingsOf(sql, commands, places),
  ]);
  const [names, shops, rules, policies, products] = await Promise.all([
    namesOf([...codes.values()], customers),
    merchants.remembered.shops(sql, shopIds, version),
    remembered.rules(sql, shopIds, version),
    merchants.remembered.policies(sql, version),
    remembered.products(sql, commands.flatMap(wantedProducts), version),
  ]);
  const atAnyTime = commands.filter(({ shopId }) => mayClashWithAnyDay(shops.get(shopId)));
  return {
    now,
    receipts: await withOlderReceipts(sql, receipts, atAnyTime),
    names,
    holdings,
    codeOf,
    customerOf(sale) {
      const { customerId } = sale;
      if (customerId !== undefined) return names.has(customerId) ? customerId : null;
      const code = codeOf(sale);
      return (code && codes.get(codeName(code))) ?? null;
    },
    numbersOf({ shopId }) {
      const shop = shopOf(shopId);
      return { receiptNumbers: shop.receiptNumbers, zone: timeZoneOf(shop, policies) };
    },
    of: ({ shopId }) =>
      factsOfShop(shopOf(shopId), { now, policies, products, rules: rules.get(shopId) ?? [] }),
  };

  function shopOf(shopId: string): Shop {
    const shop = shops.get(shopId);
    invariant(shop, "whoever may sell has a shop");
    return shop;
  }

  function codeOf({ memberCode }: NewSale): CodePlace | undefined {
    return (memberCode === undefined ? null : places.get(memberCode)) ?? undefined;
  }
}

function wantedReceipt({ shopId, sale }: SaleCommand, now: Instant) {
  const fromDay = earliestReceiptDay(soldAtOf(sale) ?? now);
  return { shopId, receiptNumber: sale.receiptNumber, fromDay };
}

/** A number that is unique by itself clashes with those of all days from before it was. */
function mayClashWithAnyDay(shop: Shop | undefined): boolean {
  return shop?.receiptNumbers === "once" && shop.receiptNumbersWereDaily;
}

/** With the receipts of all days, where they are asked for. */
async function withOlderReceipts(
  sql: Transaction,
  known: FactsOfSales["receipts"],
  commands: readonly SaleCommand[],
): Promise<FactsOfSales["receipts"]> {
  if (commands.length === 0) return known;
  const wanted = commands.map(({ shopId, sale: { receiptNumber } }) => {
    return { shopId, receiptNumber, fromDay: FIRST_DAY };
  });
  return new Map([...known, ...(await readReceipts(sql, wanted))]);
}

/** Where the member codes are kept, by code; null for one that has no form. */
function placesOfCodes(deps: Context["deps"], commands: readonly SaleCommand[]) {
  const codes = commands.flatMap(({ sale: { memberCode } }) => memberCode ?? []);
  return new Map(codes.map((code) => [code, placeOfCode(deps, code)] as const));
}

function wantedProducts({ shopId, sale }: SaleCommand) {
  return sale.lines.map(({ productId, barcode }) => ({ shopId, productId, barcode }));
}

/**
 * Locks what the customers have before anything is known of them: whose the member codes are, the
 * database finds in the same statement. All of a batch in one, so that they are locked in one order.
 */
function lockHoldingsOf(
  sql: Transaction,
  commands: readonly SaleCommand[],
  places: ReadonlyMap<string, CodePlace | null>,
): Promise<Holdings> {
  const named = commands.flatMap(({ shopId, sale: { customerId } }) =>
    customerId === undefined ? [] : [{ customerId, unit: shopId }],
  );
  const byCode = commands.flatMap(({ shopId, sale: { memberCode } }) => {
    const code = memberCode === undefined ? null : places.get(memberCode);
    return code ? [{ ...code, shopId }] : [];
  });
  if (byCode.length === 0) return lockHoldings(sql, named);
  return lockNamedHoldings(sql, holdingsOfCodes(named, byCode));
}

function customerIdsOf(commands: readonly SaleCommand[]): string[] {
  return [...new Set(commands.flatMap(({ sale }) => sale.customerId ?? []))];
}
