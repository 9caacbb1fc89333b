import { hash } from "node:crypto";
import { barcodeKey } from "../kernel/text/barcode.ts";
import type { NewSale } from "./contract.ts";
import { soldAtOf } from "./decide-sale.ts";

/**
 * A hash of the request in its canonical form, not of what it means today: a repeat is the same sale
 * when its member code has long expired, or a price has changed since.
 */
export function fingerprintOf(sale: NewSale): Buffer {
  const soldAt = soldAtOf(sale);
  const lines = sale.lines.map((line) => [
    line.productId ?? null,
    line.barcode === undefined ? null : barcodeKey(line.barcode),
    line.quantity,
    line.unitPrice ?? null,
  ]);
  const content = [sale.memberCode ?? null, sale.customerId ?? null, soldAt, lines];
  return hash("sha256", JSON.stringify(content), "buffer");
}
