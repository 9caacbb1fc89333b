import { invariant } from "../../kernel/invariant.ts";
import type { Sql } from "../db/database.ts";

/** Of everything that `rememberFacts` may remember: each change of any of it gives another. */
export type FactVersion = string & { readonly __brand: "FactVersion" };

/** What is read after this in the same transaction is of this version, or newer. */
export async function readFactVersion(sql: Sql): Promise<FactVersion> {
  const [row] = await sql.query<{ version: FactVersion }>("select version from fact_version");
  invariant(row, "the version of the facts comes with the migration");
  return row.version;
}
