import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { quoteName, withDatabase } from "./names.ts";

export type TestDatabase = {
  /** A migrated, otherwise empty database of this test file alone. */
  readonly url: string;
  /** Removes it, ending connections that are still open. */
  drop(): Promise<void>;
};

/**
 * A database for one test file, copied from the run's migrated template. Call it in `beforeAll` of a
 * `*.pg.test.ts` and `drop()` it in `afterAll`. With `copyOf` it starts as that one is, to which nobody
 * may be connected meanwhile; with `isEmpty` it has no table, for tests of migrations.
 */
export async function createTestDatabase({
  copyOf,
  isEmpty = false,
}: {
  copyOf?: TestDatabase;
  isEmpty?: boolean;
} = {}): Promise<TestDatabase> {
  const { serverUrl, template: migrated } = inject("testPostgres");
  const full = copyOf ? new URL(copyOf.url).pathname.slice(1) : migrated;
  const template = isEmpty ? "template0" : full;
  const name = `tongdui_test_${randomBytes(6).toString("hex")}`;
  await onServer(`CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(template)}`);
  return {
    url: withDatabase(serverUrl, name),
    drop: () => onServer(`DROP DATABASE ${quoteName(name)} WITH (FORCE)`),
  };

  async function onServer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: serverUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
