import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import type { Transaction } from "../platform/db/database.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import type { NewSale } from "./contract.ts";
import type { SaleCommand, SaleFacts } from "./decide-sale.ts";
import { type CodePlace, codeName, lockCodes } from "./member-code.store.ts";
import { placeOfCode } from "./member-code.ts";
import type { Context } from "./needs.ts";
import { type PostedReceipt, readReceipts } from "./sale.store.ts";
import { productKey } from "./shop-facts.ts";

/** What some sales are decided by, read at once for all of them. */
export type FactsOfSales = {
  readonly now: Instant;
  /** What was posted before under their numbers, by `receiptName`. */
  readonly receipts: ReadonlyMap<string, PostedReceipt>;
  /** Display names by customer, as far as they exist. */
  readonly names: ReadonlyMap<string, string>;
  /** Where the sale's member code is kept; undefined where it has none. */
  codeOf(sale: NewSale): CodePlace | undefined;
  /** Whose sale it is; null without one, or where the customer or code is unknown. */
  customerOf(sale: NewSale): string | null;
  of(command: SaleCommand): Omit<SaleFacts, "isNumberReused" | "customerId">;
};

export async function readSaleFacts(
  { deps, identity, merchants, remembered }: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
): Promise<FactsOfSales> {
  const now = deps.clock.now();
  const shopIds = [...new Set(commands.map(({ shopId }) => shopId))];
  const places = new Map(
    commands.flatMap(({ sale: { memberCode } }) =>
      memberCode === undefined ? [] : [[memberCode, placeOfCode(deps, memberCode)] as const],
    ),
  );
  // Sent together; the codes are locked last, when little that is awaited stands before the ledger.
  const [receipts, version, customers, codes] = await Promise.all([
    readReceipts(sql, commands.map(receiptOf)),
    readFactVersion(sql),
    identity.displayNames(sql, customerIdsOf(commands)),
    lockCodes(
      sql,
      [...places.values()].flatMap((place) => place ?? []),
      { now },
    ),
  ]);
  const [names, shops, rules, policies, products] = await Promise.all([
    withNamesOf([...codes.values()], customers),
    merchants.remembered.shops(sql, shopIds, version),
    remembered.rules(sql, shopIds, version),
    merchants.remembered.policies(sql, version),
    remembered.products(sql, commands.flatMap(wantedProducts), version),
  ]);
  return {
    now,
    receipts,
    names,
    codeOf,
    customerOf(sale) {
      const { customerId } = sale;
      if (customerId !== undefined) return names.has(customerId) ? customerId : null;
      const code = codeOf(sale);
      return (code && codes.get(codeName(code))) ?? null;
    },
    of({ shopId }) {
      const shop = shops.get(shopId);
      invariant(shop, "whoever may sell has a shop");
      return {
        now,
        shop,
        policies,
        findProduct: (line) => products.get(productKey({ shopId, ...line })) ?? undefined,
        rules: rules.get(shopId) ?? [],
      };
    },
  };

  function codeOf({ memberCode }: NewSale): CodePlace | undefined {
    return (memberCode === undefined ? null : places.get(memberCode)) ?? undefined;
  }

  async function withNamesOf(
    ids: readonly string[],
    known: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return known;
    return new Map([...known, ...(await identity.displayNames(sql, ids))]);
  }
}

function receiptOf({ shopId, sale }: SaleCommand) {
  return { shopId, receiptNumber: sale.receiptNumber };
}

function wantedProducts({ shopId, sale }: SaleCommand) {
  return sale.lines.map(({ productId, barcode }) => ({ shopId, productId, barcode }));
}

function customerIdsOf(commands: readonly SaleCommand[]): string[] {
  return [...new Set(commands.flatMap(({ sale }) => sale.customerId ?? []))];
}
