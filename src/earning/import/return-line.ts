import { invariant } from "../../kernel/invariant.ts";
import { add, type Points, pointsFromJson, ZERO } from "../../kernel/points.ts";
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

export type ReturnedLine = { readonly points: Points; readonly repeated: boolean };

/**
 * Takes one return line back to the receipts it came from, by the till's own refund, once per key.
 * Null when no receipts have enough left; another run, after more was imported, may find them.
 */
export function returnLine(
  { deps, ...others }: Context,
  line: ReceiptLine,
  of: { shopId: string; customerId: string; key: string; by: string },
): Promise<ReturnedLine | null> {
  const { shopId, customerId, key, by } = of;
  return deps.database.transaction(async (sql) => {
    await lockImport(sql, shopId);
    const before = await readImportedReturn(sql, { shopId, key });
    if (before !== null) return { points: before, repeated: true };
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
      invariant(refunded.ok, "what is left of a receipt can be returned");
      points = add(points, pointsFromJson(refunded.value.pointsTaken));
    }
    await insertImportedReturn(sql, { shopId, key, points, at: deps.clock.now() });
    return { points, repeated: false };
  });
}
