import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { SaleCommand, SaleFacts } from "./decide-sale.ts";
import { type CodePlace, codeName, lockCodes } from "./member-code.store.ts";
import { placeOfCode } from "./member-code.ts";
import type { Context } from "./needs.ts";
import { findActiveProducts } from "./product.store.ts";
import { finderOf } from "./resolve-lines.ts";
import { readRulesOf } from "./reward-rule.store.ts";
import { type PostedReceipt, readReceipts } from "./sale.store.ts";

/** What some sales are decided by, read at once for all of them. */
export type FactsOfSales = {
  readonly now: Instant;
  /** What was posted before under their numbers, by `receiptName`. */
  readonly receipts: ReadonlyMap<string, PostedReceipt>;
  /** Display names by customer, as far as they exist. */
  readonly names: ReadonlyMap<string, string>;
  /** Where the member codes are kept, by the sale's index. */
  readonly codes: ReadonlyMap<number, CodePlace>;
  /** Whose sale it is, by its index; null without one, or where the customer or code is unknown. */
  customerOf(index: number): string | null;
  of(command: SaleCommand): Omit<SaleFacts, "isNumberReused" | "customerId">;
};

export async function readSaleFacts(
  { deps, identity, merchants }: Context,
  sql: Transaction,
  { asked, now }: { asked: readonly { command: SaleCommand }[]; now: Instant },
): Promise<FactsOfSales> {
  const commands = asked.map(({ command }) => command);
  const shopIds = [...new Set(commands.map(({ shopId }) => shopId))];
  const places = commands.map((command) => codePlace(command));
  // Sent together; the codes are locked last, when nothing that is awaited stands before the ledger.
  const [receipts, shops, policies, products, rules, customers, codes] = await Promise.all([
    readReceipts(sql, commands.map(receiptOf)),
    merchants.shops(sql, shopIds),
    merchants.policies(sql),
    findActiveProducts(sql, commands.flatMap(wantedProducts)),
    readRulesOf(sql, shopIds),
    identity.displayNames(sql, customerIdsOf(commands)),
    lockCodes(
      sql,
      places.flatMap((place) => place ?? []),
      { now },
    ),
  ]);
  const names = await withNamesOf([...codes.values()], customers);
  const finders = new Map(shopIds.map((shopId) => [shopId, finderOf(products.get(shopId) ?? [])]));
  return {
    now,
    receipts,
    names,
    codes: new Map(places.flatMap((place, index) => (place ? [[index, place] as const] : []))),
    customerOf(index) {
      const [command, place] = [commands[index], places[index]];
      const asCustomer = command?.sale.customerId;
      if (asCustomer !== undefined) return names.has(asCustomer) ? asCustomer : null;
      return (place && codes.get(codeName(place))) ?? null;
    },
    of({ shopId }) {
      const shop = shops.get(shopId);
      const findProduct = finders.get(shopId);
      invariant(shop && findProduct, "whoever may sell has a shop");
      return { now, shop, policies, findProduct, rules: rules.get(shopId) ?? [] };
    },
  };

  function codePlace({ sale }: SaleCommand): CodePlace | null {
    return sale.memberCode === undefined ? null : placeOfCode(deps, sale.memberCode);
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
