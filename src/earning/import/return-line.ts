import { add, type Points, pointsFromJson, ZERO } from "../../kernel/points.ts";
import { ok } from "../../kernel/result.ts";
import type { Context } from "../needs.ts";
import { refundSale } from "../refund-sale.ts";
import { decideReturn } from "./decide-return.ts";
import { lockImport } from "./import-lock.store.ts";
import {
  findReturnable,
  insertImportedReturn,
  readImportedReturn,
} from "./imported-return.store.ts";
import type { ReceiptLine } from "./parse-line.ts";

/** Each try meets a till at most once more; who meets that many is left to the next run. */
const RETURN_ATTEMPTS = 5;

export type ReturnedLine = { readonly points: Points; readonly repeated: boolean };

/**
 * Takes one return line back to the receipts it came from, by the till's own refund, once per key.
 * Null when no receipts have enough left; another run, after more was imported, may find them. A till
 * that refunds one of the receipts at this moment is met here: the whole return is rolled back and
 * looked for again, and what the till left over decides.
 */
export async function returnLine(
  context: Context,
  line: ReceiptLine,
  of: { shopId: string; customerId: string; key: string; by: string },
): Promise<ReturnedLine | null> {
  for (let tried = 1; tried <= RETURN_ATTEMPTS; tried += 1) {
    const returned = await returnOnce(context, line, of);
    if (returned === null || returned.ok) return returned?.value ?? null;
  }
  return null;
}

function returnOnce(
  { deps, ...others }: Context,
  line: ReceiptLine,
  of: { shopId: string; customerId: string; key: string; by: string },
) {
  const { shopId, customerId, key, by } = of;
  return deps.database.transaction(async (sql) => {
    await lockImport(sql, shopId);
    const before = await readImportedReturn(sql, { shopId, key });
    if (before !== null) return ok({ points: before, repeated: true });
    const returnable = await findReturnable(sql, {
      shopId,
      customerId,
      barcode: line.code,
      price: pointsFromJson(line.price),
      before: line.soldAt,
    });
    const parts = decideReturn(returnable, line.quantity);
    if (!parts) return null;
    let points = ZERO;
    for (const part of parts) {
      const refunded = await refundSale({ deps, ...others }, sql, { ...part, shopId, by });
      if (!refunded.ok) return refunded;
      points = add(points, pointsFromJson(refunded.value.pointsTaken));
    }
    await insertImportedReturn(sql, { shopId, key, points, at: deps.clock.now() });
    return ok({ points, repeated: false });
  });
}
