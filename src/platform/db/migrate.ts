import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { invariant } from "../../kernel/invariant.ts";
import { PROJECT_ROOT } from "../project-root.ts";
import { COMMAND_BOUNDS } from "./bounds.ts";
import { bringDataToCanonicalForm } from "./canonical-data.ts";
import { openDatabase, type Sql, type Transaction } from "./database.ts";

const MIGRATIONS = join(PROJECT_ROOT, "migrations");
/** Any number will do, as long as nothing else of ours takes the same advisory lock. */
const MIGRATION_LOCK = 7_266_382;

/** What SQL cannot do, done behind a migration's statements and in its transaction. */
const STEPS: Readonly<Record<string, (sql: Transaction) => Promise<void>>> = {
  "0018-canonical-forms.sql": bringDataToCanonicalForm,
};

type Migration = { name: string; text: string; checksum: string };

/**
 * Applies what is missing of `migrations/`, in the order of the names, each in a transaction of its
 * own. Several servers may start at once: one migrates, the others wait. Answers the names applied.
 * Throws when a migration that was applied has since been edited. With `before`, only what comes
 * before that name.
 */
export async function migrate(
  databaseUrl: string,
  { before }: { before?: string } = {},
): Promise<string[]> {
  const database = openDatabase(databaseUrl, { poolSize: 1, bounds: COMMAND_BOUNDS });
  try {
    const wanted = await readMigrations();
    const applied: string[] = [];
    for (const migration of wanted) {
      if (before !== undefined && migration.name >= before) break;
      const isNew = await database.transaction((sql) => applyOnce(sql, migration));
      if (isNew) applied.push(migration.name);
    }
    return applied;
  } finally {
    await database.close();
  }
}

/** True when the database has every migration this build knows. */
export async function isMigrated(sql: Sql): Promise<boolean> {
  const wanted = await readMigrations();
  const rows = await sql.query<{ name: string }>("select name from schema_migration");
  const present = new Set(rows.map((row) => row.name));
  return wanted.every((migration) => present.has(migration.name));
}

async function applyOnce(sql: Transaction, migration: Migration): Promise<boolean> {
  await sql.execute("select pg_advisory_xact_lock($1)", [MIGRATION_LOCK]);
  await sql.execute(
    `create table if not exists schema_migration (
       name text primary key, checksum text not null, applied_at timestamptz not null default now())`,
  );
  const [known] = await sql.query<{ checksum: string }>(
    "select checksum from schema_migration where name = $1",
    [migration.name],
  );
  if (known) {
    invariant(
      known.checksum === migration.checksum,
      `${migration.name} was edited after it was applied`,
    );
    return false;
  }
  await sql.execute(migration.text);
  await STEPS[migration.name]?.(sql);
  await sql.execute("insert into schema_migration (name, checksum) values ($1, $2)", [
    migration.name,
    migration.checksum,
  ]);
  return true;
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(MIGRATIONS, name), "utf8");
      return { name, text, checksum: createHash("sha256").update(text).digest("hex") };
    }),
  );
}
