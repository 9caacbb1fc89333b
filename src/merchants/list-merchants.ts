import { pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { houseBalance, postings } from "../ledger/index.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { OperatorMerchantAnswer, OperatorShopAnswer } from "./contract.ts";
import { listMerchants } from "./merchant.store.ts";
import type { MerchantKind, MerchantStatus } from "./merchant.ts";
import { merchantToJson } from "./wire.ts";

type List = {
  status: MerchantStatus | undefined;
  limit: number;
  cursor: string | undefined;
  language: Language;
};

/** Shops or sellers as the operator sees them, newest first, with their owner's name. */
export async function listForOperator(
  { deps, identity }: Context,
  { kind, status, limit, cursor, language }: List & { kind: MerchantKind },
): Promise<Result<Page<OperatorMerchantAnswer>, "invalid_request">> {
  const place = readCursor(cursor, { keyCount: 1, language });
  if (!place.ok) return place;
  const before = place.value?.[0] ?? null;
  const rows = await listMerchants(deps.database, {
    kind,
    status: status ?? null,
    before,
    limit: limit + 1,
  });
  const owners = rows.map(({ ownerId }) => ownerId);
  const names = await identity.displayNames(deps.database, owners);
  const page = pageOf(rows, {
    limit,
    item: (row) => ({ ...merchantToJson(row), ownerName: names.get(row.ownerId) ?? null }),
    keys: ({ id }) => [id],
  });
  return ok(page);
}

/** The same for shops, with what is in their prepaid pools. */
export async function listShopsForOperator(
  context: Context,
  list: List,
): Promise<Result<Page<OperatorShopAnswer>, "invalid_request">> {
  const page = await listForOperator(context, { kind: "shop", ...list });
  if (!page.ok) return page;
  const items = await Promise.all(
    page.value.items.map(async (shop) => {
      const balance = await houseBalance(context.deps.database, postings.poolOf(shop.id));
      return { ...shop, poolBalance: pointsToJson(balance) };
    }),
  );
  return ok({ ...page.value, items });
}
