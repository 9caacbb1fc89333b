import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import type { ReceiptAnswer } from "./contract.ts";
import type { Context } from "./needs.ts";
import { readLines, type Sale, type SaleLine } from "./sale.store.ts";

/** Receipts as people see them: what was sold, what it gave, what came back. In the order given. */
export async function describeReceipts(
  { identity }: Context,
  sql: Sql,
  sales: readonly Sale[],
): Promise<ReceiptAnswer[]> {
  if (sales.length === 0) return [];
  const lines = await readLines(sql, sales);
  const customers = [...new Set(sales.flatMap((sale) => sale.customerId ?? []))];
  const names = customers.length > 0 ? await identity.displayNames(sql, customers) : new Map();
  return sales.map((sale) => ({
    id: sale.id,
    receiptNumber: sale.receiptNumber,
    soldAt: toRfc3339(sale.soldAt),
    customerName: (sale.customerId === null ? null : names.get(sale.customerId)) ?? null,
    points: pointsToJson(sale.points),
    amount: pointsToJson(sale.amount),
    refundedPoints: pointsToJson(sale.refundedPoints),
    lines: (lines.get(sale.id) ?? []).map(describeLine),
  }));
}

function describeLine(line: SaleLine): ReceiptAnswer["lines"][number] {
  const { productId, name, quantity, refundedQuantity } = line;
  const unitPrice = pointsToJson(line.unitPrice);
  return {
    productId,
    name,
    quantity,
    unitPrice,
    points: pointsToJson(line.points),
    refundedQuantity,
  };
}
