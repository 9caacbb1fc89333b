import type { Language } from "../../kernel/refusals.ts";
import { type Err, invalid, ok, type Result } from "../../kernel/result.ts";
import type { Page } from "./schema.ts";

/** Where a page ended: the sort keys of its last item. */
export type CursorKeys = readonly string[];

/** The text that `nextCursor` carries. Nobody but this file reads it. */
export function writeCursor(keys: CursorKeys): string {
  return Buffer.from(JSON.stringify(keys)).toString("base64url");
}

/**
 * The keys in a cursor; null when none was given. A text that is not one of ours, or that belongs to
 * another list or order (`keyCount` or `isKeys` says no), is refused as 422 `invalid_request`.
 */
export function readCursor(
  cursor: string | undefined,
  expected: { keyCount: number; isKeys?: (keys: CursorKeys) => boolean; language: Language },
): Result<CursorKeys | null, "invalid_request"> {
  if (cursor === undefined) return ok(null);
  const keys = parseKeys(cursor);
  const fits =
    keys?.length === expected.keyCount && (expected.isKeys === undefined || expected.isKeys(keys));
  return fits ? ok(keys) : badCursor(expected.language);
}

/** A page out of `limit + 1` rows: the row too many only tells that there is another page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  {
    limit,
    item,
    keys,
  }: { limit: number; item: (row: Row) => Item; keys: (row: Row) => CursorKeys },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? writeCursor(keys(last)) : null,
  };
}

function parseKeys(cursor: string): CursorKeys | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(value) && value.every(isUsableText) ? value : null;
  } catch {
    return null;
  }
}

/** PostgreSQL's text cannot hold a zero byte; a cursor with one must not become a failure there. */
function isUsableText(value: unknown): value is string {
  return typeof value === "string" && !value.includes("\u0000");
}

function badCursor(language: Language): Err<"invalid_request"> {
  const detail =
    language === "en"
      ? "This cursor does not belong to this list. Start again without it."
      : "此游标不属于该列表，请从头开始。";
  return invalid("/query/cursor", "bad_cursor", detail);
}
