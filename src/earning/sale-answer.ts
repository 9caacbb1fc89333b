import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { SaleAnswer } from "./contract.ts";
import { explainAward, type FrozenRule } from "./decide-award.ts";
import {
  amountOf,
  pointsOfLine,
  type SaleCommand,
  type SaleLine,
  type SalePlan,
} from "./decide-sale.ts";
import type { KeptLine, NewSaleRow, SalePlace } from "./sale.store.ts";
import { say } from "./text.ts";

/** What the till is told of a sale. */
export function describeSale(
  { sale, language }: SaleCommand,
  plan: SalePlan,
  of: { id: string; balance: SaleAnswer["balance"]; customerName: string | null },
): SaleAnswer {
  return {
    id: of.id,
    receiptNumber: sale.receiptNumber,
    points: pointsToJson(plan.points),
    pendingUntil: plan.pendingUntil === null ? null : toRfc3339(plan.pendingUntil),
    lines: plan.lines.map((line) => {
      const { award } = line;
      const { rule, points } = award;
      const { productId, quantity } = line;
      const earns = plan.customerId !== null;
      return {
        productId,
        quantity,
        unitPrice: pointsToJson(line.unitPrice),
        points: earns ? pointsToJson(points) : 0,
        ruleIds: earns && rule ? [rule.id] : [],
        because: earns ? explainAward(award, language) : say("noCustomer", language),
      };
    }),
    balance: of.balance,
    customerName: of.customerName,
  };
}

/** The answer as JSON without the balance and the name at its end: `insertAwardedSales` appends them. */
export function headOf(answer: SaleAnswer): string {
  return JSON.stringify({ ...answer, balance: undefined, customerName: undefined });
}

/** The sale as it is kept. */
export function rowOf(
  {
    command,
    place,
    fingerprint,
    receiptDay,
    plan,
  }: Pick<NewSaleRow, "fingerprint" | "receiptDay"> & {
    command: SaleCommand;
    place: SalePlace;
    plan: SalePlan;
  },
  { answer, now }: { answer: string; now: Instant },
): NewSaleRow {
  const { shopId, sale, by } = command;
  return {
    bucket: place.bucket,
    id: place.id,
    shopId,
    receiptNumber: sale.receiptNumber,
    fingerprint,
    receiptDay,
    customerId: plan.customerId,
    soldAt: plan.soldAt,
    createdAt: now,
    by,
    amount: amountOf(plan.lines),
    points: plan.points,
    rules: frozenRulesOf(plan.lines),
    answer,
    lines: JSON.stringify(plan.lines.map((line) => keptLineOf(plan, line))),
  };
}

function keptLineOf(plan: SalePlan, line: SaleLine): KeptLine {
  return {
    productId: line.productId,
    name: line.name,
    quantity: line.quantity,
    unitPrice: pointsToJson(line.unitPrice),
    points: pointsToJson(pointsOfLine(plan, line)),
    ruleIds: line.award.competing.map((rule) => rule.id),
  };
}

/** By id, as JSON. Without a customer too: they tell what the receipt would have given. */
function frozenRulesOf(lines: readonly SaleLine[]): string {
  const texts = new Set(lines.flatMap(({ award }) => award.competing.map(frozenText)));
  return `{${[...texts].join(",")}}`;
}

/** Rules are the same objects for as long as they are remembered, and each is on many receipts. */
const frozenTexts = new WeakMap<FrozenRule, string>();

function frozenText(rule: FrozenRule): string {
  const known = frozenTexts.get(rule);
  if (known !== undefined) return known;
  const { id, kind, parameters } = rule;
  const text = `"${id}":${JSON.stringify({ kind, parameters })}`;
  frozenTexts.set(rule, text);
  return text;
}
