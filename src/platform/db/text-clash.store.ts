import type { Instant } from "../../kernel/clock.ts";
import type { Sql } from "./database.ts";

/** A row that migration 0018 left as it is, because its text has no form of its own. */
export type TextClash = {
  readonly id: bigint;
  readonly foundAt: Instant;
  /** `table.column` */
  readonly place: string;
  readonly rowId: string;
  readonly value: string;
  /** Null when the value has no canonical form. */
  readonly canonical: string | null;
  /** The row that has the canonical form. */
  readonly takenBy: string | null;
};

/** In the order in which they were found, from after `after`. */
export function readTextClashes(
  sql: Sql,
  { after, limit }: { after: string | null; limit: number },
): Promise<TextClash[]> {
  return sql.query<TextClash>(
    `select id, found_at as "foundAt", place, row_id as "rowId", value, canonical,
       taken_by as "takenBy"
     from text_clash where $1::bigint is null or id > $1 order by id limit $2`,
    [after, limit],
  );
}
