import type { Instant } from "../kernel/clock.ts";
import { ZERO } from "../kernel/points.ts";
import { addAwards, nameAward } from "../ledger/index.ts";
import type { Sql } from "../platform/db/database.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { WorkOfFlight } from "../platform/idempotency/run-once.ts";
import { decideSale, type SaleCommand } from "./decide-sale.ts";
import type { FactsOfShop } from "./facts-of-shop.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { knownFacts } from "./known-facts.ts";
import type { Context } from "./needs.ts";
import { type AwardedSale, insertAwardedSales, receiptBucket } from "./sale.store.ts";
import { describeSale, headOf, rowOf } from "./sale-answer.ts";

// Most sales are alike: a known customer buys again, and nothing about the shop has changed. Such a sale
// is decided by what the server remembers, and recorded without reading anything first: the database
// adds the points, and tells what there is then. It compares the version of the facts and the state of
// the account (`addAwards`), and the keys of number and request are unique. Where any of that is
// otherwise nothing happens, and `recordSales` decides by what it reads.

export type PlannedSales = {
  /** Of the facts that decided. */
  readonly version: FactVersion;
  readonly at: Instant;
  /** In the order of the commands; null for one that has to be decided by what is read. */
  readonly sales: readonly (AwardedSale | null)[];
};

/** What one flight may record of these sales; null when nothing of them. */
export function planFlight(
  context: Context,
  commands: readonly SaleCommand[],
): WorkOfFlight | null {
  const planned = planSales(context, commands);
  const [first] = planned === null ? [] : inRounds(planned.sales);
  if (!planned || !first) return null;
  const chosen = new Set(first);
  return {
    attempts: planned.sales.map((sale) => (sale && chosen.has(sale) ? sale.row : null)),
    table: "sale",
    status: 201,
    write: (sql) => recordPlanned(context, sql, { ...planned, sales: first }),
  };
}

/** Decides sales by what the server remembers; null while it does not remember enough. */
export function planSales(context: Context, commands: readonly SaleCommand[]): PlannedSales | null {
  const known = knownFacts(context);
  if (known === null) return null;
  const at = context.deps.clock.now();
  const sales = commands.map((command) => planSale(context, command, known.of(command, at)));
  return { version: known.version, at, sales };
}

function planSale(
  { deps }: Context,
  command: SaleCommand,
  facts: FactsOfShop | null,
): AwardedSale | null {
  const { shopId, sale, by } = command;
  const { customerId } = sale;
  if (facts === null || customerId === undefined) return null;
  // A number that was used fails on its key, and a customer who is unknown on the name.
  const decided = decideSale(command, { ...facts, isNumberReused: false, customerId });
  if (!decided.ok || decided.value.points === ZERO) return null;
  const plan = decided.value;
  const bucket = receiptBucket({ shopId, receiptNumber: sale.receiptNumber });
  const place = { bucket, id: deps.ids.next("sale") };
  const { points, expiresAt, pendingUntil } = plan;
  const { now } = facts;
  const saleId = place.id;
  const award = nameAward({
    customerId,
    shopId,
    saleId,
    points,
    expiresAt,
    pendingUntil,
    at: now,
    by,
  });
  if (award === null) return null;
  const unknown = { id: saleId, balance: null, customerName: null };
  const answer = headOf(describeSale(command, plan, unknown));
  const fingerprint = fingerprintOf(sale);
  const row = rowOf({ command, place, fingerprint, receiptDay: null, plan }, { answer, now });
  return { award, row };
}

/**
 * The same for sales that came in an order which their answers have to show: without those that follow
 * one that is decided later and may be of the same customer or number.
 */
export function planInOrder(
  context: Context,
  commands: readonly SaleCommand[],
): PlannedSales | null {
  const planned = planSales(context, commands);
  if (planned === null) return null;
  const later = new Set<string>();
  const numbers = new Map<string, number>();
  for (const { sale } of commands) {
    numbers.set(sale.receiptNumber, (numbers.get(sale.receiptNumber) ?? 0) + 1);
  }
  let isAnybodyLater = false;
  const sales = planned.sales.map((one, index) => {
    const { customerId, memberCode, receiptNumber } = (commands[index] as SaleCommand).sale;
    const isFirst = !isAnybodyLater && !later.has(customerId ?? "");
    if (one !== null && isFirst && numbers.get(receiptNumber) === 1) return one;
    if (customerId !== undefined) later.add(customerId);
    if (memberCode !== undefined) isAnybodyLater = true;
    return null;
  });
  return { ...planned, sales };
}

/** In each round every account once; a customer's sales in their order, from round to round. */
export function inRounds(sales: readonly (AwardedSale | null)[]): AwardedSale[][] {
  const rounds: AwardedSale[][] = [];
  const roundOf = new Map<string, number>();
  for (const sale of sales) {
    if (sale === null) continue;
    const round = roundOf.get(sale.award.account) ?? 0;
    roundOf.set(sale.award.account, round + 1);
    const others = rounds[round];
    if (others) others.push(sale);
    else rounds.push([sale]);
  }
  return rounds;
}

/**
 * Sends the statements that record these sales, each of another account, at once. Answers the answers of
 * those that were recorded, by the sale's id. Fails when a number was used before (23505), or a customer
 * is unknown (23502).
 */
export async function recordPlanned(
  { identity }: Pick<Context, "identity">,
  sql: Sql,
  { version, at, sales }: Omit<PlannedSales, "sales"> & { readonly sales: readonly AwardedSale[] },
): Promise<ReadonlyMap<string, string>> {
  const ordered = [...sales].sort(byAccount);
  const awards = ordered.map(({ award }) => award);
  const [, answers] = await Promise.all([
    addAwards(sql, awards, { version, at }),
    insertAwardedSales(sql, ordered, identity.displayNameSql),
  ]);
  return answers;
}

/** As every posting locks accounts. */
function byAccount({ award: left }: AwardedSale, { award: right }: AwardedSale): number {
  if (left.bucket !== right.bucket) return left.bucket - right.bucket;
  return left.account < right.account ? -1 : 1;
}
