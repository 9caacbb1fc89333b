import { isId } from "../../../kernel/ids.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { invalid, ok, type Result } from "../../../kernel/result.ts";
import type { Sql } from "../../../platform/db/database.ts";
import type { Page } from "../../../platform/http/schema.ts";
import { listPasskeys, type Passkey } from "./passkey.store.ts";

const BAD_CURSOR: Readonly<Record<Language, string>> = {
  en: "Use the nextCursor of an earlier answer.",
  "zh-CN": "请使用先前响应中的 nextCursor。",
};

/** A page of the account's passkeys, oldest first. The cursor is the id of the last one seen. */
export async function passkeyPage(
  sql: Sql,
  accountId: string,
  { limit, cursor, language }: { limit: number; cursor: string | undefined; language: Language },
): Promise<Result<Page<Passkey>, "invalid_request">> {
  if (cursor !== undefined && !isId("passkey", cursor)) {
    return invalid("/query/cursor", "wrong_format", BAD_CURSOR[language]);
  }
  const found = await listPasskeys(sql, { accountId, afterId: cursor ?? "", limit: limit + 1 });
  const items = found.slice(0, limit);
  const nextCursor = found.length > limit ? (items.at(-1)?.id ?? null) : null;
  return ok({ items, nextCursor });
}
