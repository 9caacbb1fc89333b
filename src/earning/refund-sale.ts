import { invariant } from "../kernel/invariant.ts";
import { pointsToJson, ZERO } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { expiredOfSale, post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { RefundAnswer } from "./contract.ts";
import { decideRefund, limitRefund, type SoldLine } from "./decide-refund.ts";
import type { Context } from "./needs.ts";
import { readBalance } from "./read-balances.ts";
import { insertRefund } from "./refund.store.ts";
import { lockSale, readLines, type Sale, type SaleLine } from "./sale.store.ts";

export type RefundCommand = {
  readonly shopId: string;
  readonly saleId: string;
  /** `line` counts from 0, as in the sale; entries for one line count together. */
  readonly lines: readonly { readonly line: number; readonly quantity: number }[];
  readonly by: string;
};

/**
 * Goods come back, and with them the points they gave: award(before) − award(after) under the rules
 * frozen on the receipt, but not what of the sale's points has expired already. The customer's balance
 * may go below zero. A suspended shop takes goods back
 * too. Refusals in order: `not_found`, `more_than_sold`.
 */
export async function refundSale(
  { deps }: Context,
  sql: Transaction,
  command: RefundCommand,
): Promise<Result<RefundAnswer, "not_found" | "more_than_sold">> {
  const { shopId, by } = command;
  const sale = await lockSale(sql, command);
  if (!sale) return err("not_found");
  const lines = (await readLines(sql, [sale])).get(sale.id) ?? [];
  const { customerId } = sale;
  const decided = decideRefund(
    lines.map((line) => soldLineOf(sale, line)),
    command.lines,
    { earned: customerId !== null, countsTogether: sale.countsTogether },
  );
  if (!decided.ok) return decided;
  // From here it succeeds.
  const id = deps.ids.next("refund");
  const at = deps.clock.now();
  const expired =
    customerId === null
      ? ZERO
      : await expiredOfSale(sql, { customerId, shopId, saleId: sale.id, at });
  const plan = limitRefund(decided.value, { ...sale, expired });
  const { points } = plan;
  await insertRefund(sql, sale, { id, plan, at, by });
  if (customerId !== null && points > ZERO) {
    const taken = { customerId, shopId, saleId: sale.id, refundId: id, points, at, by };
    const posted = await post(sql, postings.clawBack(taken));
    invariant(posted.ok && !posted.value.repeated, "a new refund takes back");
  }
  const balance = customerId === null ? null : await readBalance(sql, { customerId, shopId });
  return ok({ id, pointsTaken: pointsToJson(points), balance });
}

function soldLineOf(sale: Sale, line: SaleLine): SoldLine {
  const competing = line.ruleIds.map((id) => {
    const rule = sale.rules[id];
    invariant(rule, `receipt ${sale.id} has frozen rule ${id}`);
    return { id, ...rule };
  });
  return { ...line, competing };
}
