import { toRfc3339 } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { readTextClashes } from "../platform/db/text-clash.store.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { TextClashAnswer } from "./contract.ts";

/** What an upgrade could not bring to its canonical form, for the operator to decide. */
export async function listTextClashes(
  { deps }: Context,
  { limit, cursor, language }: { limit: number; cursor: string | undefined; language: Language },
): Promise<Result<Page<TextClashAnswer>, "invalid_request">> {
  const isKeys = ([id]: readonly string[]) => /^\d{1,18}$/.test(id ?? "");
  const place = readCursor(cursor, { keyCount: 1, isKeys, language });
  if (!place.ok) return place;
  const rows = await readTextClashes(deps.database, {
    after: place.value?.[0] ?? null,
    limit: limit + 1,
  });
  const page = pageOf(rows, {
    limit,
    item: ({ id, foundAt, ...row }) => ({ id: String(id), foundAt: toRfc3339(foundAt), ...row }),
    keys: ({ id }) => [String(id)],
  });
  return ok(page);
}
