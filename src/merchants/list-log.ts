import { toRfc3339 } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { LogEntryAnswer } from "./contract.ts";
import { listLogEntries } from "./operator-log.store.ts";

/** What the operator's people did, newest first. */
export async function listLog(
  { deps, identity }: Context,
  { limit, cursor, language }: { limit: number; cursor: string | undefined; language: Language },
): Promise<Result<Page<LogEntryAnswer>, "invalid_request">> {
  const place = readCursor(cursor, { keyCount: 1, language });
  if (!place.ok) return place;
  const before = place.value?.[0] ?? null;
  const rows = await listLogEntries(deps.database, { before, limit: limit + 1 });
  const people = [...new Set(rows.map(({ by }) => by))];
  const names = await identity.displayNames(deps.database, people);
  const page = pageOf(rows, {
    limit,
    item: (row) => ({
      ...row,
      at: toRfc3339(row.at),
      byName: names.get(row.by) ?? null,
      changes: [...row.changes],
    }),
    keys: ({ id }) => [id],
  });
  return ok(page);
}
