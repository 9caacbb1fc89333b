import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import type { MallContext } from "./context.ts";
import { itemKind } from "./items/registry.ts";
import { STOCK_MAXIMUM } from "./limits.ts";
import { lockProductOf, setStock } from "./product.store.ts";
import { insertCodes } from "./voucher-code.store.ts";

/** Adds codes to a voucher; those it already has, sold ones included, are passed over. */
export function addVoucherCodes(
  mall: MallContext,
  it: { sellerId: string; productId: string; codes: readonly string[]; language: Language },
): Promise<Result<{ added: number; stock: number }, "not_found" | "invalid_request">> {
  const codes = [...new Set(it.codes)];
  const inEnglish = it.language === "en";
  return mall.database.transaction(async (sql) => {
    const product = await lockProductOf(sql, { id: it.productId, sellerId: it.sellerId });
    if (product === null) return err("not_found");
    if (!itemKind(product.kind).isCode) {
      const detail = inEnglish ? "Only vouchers have codes." : "只有电子券才有券码。";
      return invalid("/codes", "not_a_voucher", detail);
    }
    if (product.stock + codes.length > STOCK_MAXIMUM) {
      const detail = inEnglish ? "That is too much stock." : "库存过多。";
      return invalid("/codes", "too_many", detail);
    }
    // From here it succeeds.
    const at = mall.clock.now();
    const added = await insertCodes(sql, { productId: product.id, codes, at });
    const stock = product.stock + added;
    await setStock(sql, { id: product.id, stock });
    return ok({ added, stock });
  });
}
