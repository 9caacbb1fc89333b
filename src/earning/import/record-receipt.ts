import { toRfc3339 } from "../../kernel/clock.ts";
import type { Language } from "../../kernel/refusals.ts";
import type { Result } from "../../kernel/result.ts";
import type { SaleRefusal } from "../decide-sale.ts";
import type { Context } from "../needs.ts";
import { type RecordedSale, recordSale } from "../record-sale.ts";
import type { ReceiptGroup } from "./group-receipts.ts";

/** Records a receipt of the file as a till would have: the invoice number is the receipt number. */
export function recordReceipt(
  context: Context,
  group: ReceiptGroup,
  of: { shopId: string; customerId: string | null; by: string; language: Language },
): Promise<Result<RecordedSale, SaleRefusal>> {
  const { shopId, customerId, by, language } = of;
  const sale = {
    receiptNumber: group.invoice,
    ...(customerId === null ? {} : { customerId }),
    soldAt: toRfc3339(group.soldAt),
    lines: group.lines.map(({ code, quantity, price }) => ({
      barcode: code,
      quantity,
      unitPrice: price,
    })),
  };
  return context.deps.database.transaction((sql) =>
    recordSale(context, sql, { shopId, sale, by, language }),
  );
}
