import type { Sql } from "../db/database.ts";
import type { FactVersion } from "./fact-version.store.ts";

/** The facts with these keys, and perhaps others; by key. */
export type Remembered<Fact> = (
  sql: Sql,
  keys: readonly string[],
  at: FactVersion,
) => Promise<ReadonlyMap<string, Fact>>;

export type Memory<Fact> = Remembered<Fact> & {
  /**
   * What is remembered, by key, without asking the database; null before anything is. Whoever decides by
   * it lets the database compare the version.
   */
  known(): Known<Fact> | null;
};
export type Known<Fact> = {
  readonly version: FactVersion;
  readonly facts: ReadonlyMap<string, Fact>;
};

/** So many of a kind are remembered; beyond them it begins anew. */
const REMEMBERED_MAXIMUM = 50_000;

/**
 * Reads facts that change seldom, and remembers them for as long as none of them changes (the tables
 * are those with a trigger in migration 0017). The caller reads the version first, in the same
 * transaction: so a fact is never older than what the transaction could have read itself, and a
 * change holds from the next batch on, on every server. What `load` leaves out is not remembered.
 */
export function rememberFacts<Fact>(
  load: (sql: Sql, keys: readonly string[]) => Promise<ReadonlyMap<string, Fact>>,
): Memory<Fact> {
  let facts = new Map<string, Fact>();
  let version: FactVersion | null = null;

  const read = async (sql: Sql, keys: readonly string[], at: FactVersion) => {
    if (version !== at || facts.size > REMEMBERED_MAXIMUM) {
      version = at;
      facts = new Map();
    }
    // Another batch may see another version while this one loads: each goes on with its own.
    const mine = facts;
    const missing = keys.filter((key) => !mine.has(key));
    if (missing.length > 0) {
      for (const [key, fact] of await load(sql, missing)) mine.set(key, fact);
    }
    return mine;
  };
  return Object.assign(read, { known: () => version && { version, facts } });
}
