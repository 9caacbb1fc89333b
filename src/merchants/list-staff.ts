import { fromRfc3339, toRfc3339 } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { StaffAnswer } from "./contract.ts";
import { listMembers } from "./member.store.ts";
import type { MerchantName } from "./merchant.ts";

type List = {
  of: MerchantName;
  limit: number;
  cursor: string | undefined;
  language: Language;
};

/** The people of a shop or seller, the owner first. */
export async function listStaff(
  { deps, identity }: Context,
  { of, limit, cursor, language }: List,
): Promise<Result<Page<StaffAnswer>, "invalid_request">> {
  const isKeys = ([addedAt = ""]: readonly string[]) => fromRfc3339(addedAt) !== null;
  const place = readCursor(cursor, { keyCount: 2, isKeys, language });
  if (!place.ok) return place;
  const [addedAt, lastAccountId] = place.value ?? [];
  const members = await listMembers(deps.database, {
    merchantId: of.id,
    after:
      addedAt === undefined || lastAccountId === undefined
        ? null
        : { addedAt, accountId: lastAccountId },
    limit: limit + 1,
  });
  const ids = members.map(({ accountId }) => accountId);
  const names = await identity.displayNames(deps.database, ids);
  return ok(
    pageOf(members, {
      limit,
      item: ({ accountId, role }) => ({
        accountId,
        displayName: names.get(accountId) ?? "",
        role,
      }),
      keys: (member) => [toRfc3339(member.addedAt), member.accountId],
    }),
  );
}
