import { createHmac } from "node:crypto";
import type { Sql } from "../platform/db/database.ts";

/** What every server of a database must come to with its secret. It tells nothing of the secret. */
const CHECKED_TEXT = "tongdui secret check 1";

/**
 * Whether the database was used with this secret before. The first server writes the check value; of
 * two at once with different secrets one does, and the other is told.
 */
export async function isSecretOf(sql: Sql, secret: Buffer): Promise<boolean> {
  const value = createHmac("sha256", secret).update(CHECKED_TEXT).digest("hex");
  await sql.execute(
    `insert into deployment_fact (name, value) values ('secret_check', $1) on conflict do nothing`,
    [value],
  );
  const [row] = await sql.query<{ value: string }>(
    "select value from deployment_fact where name = 'secret_check'",
  );
  return row?.value === value;
}
