import { randomBytes } from "node:crypto";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../db/migrate.ts";
import { quoteName, withDatabase } from "./names.ts";
import { removeAbandonedServers, startThrowawayServer } from "./throwaway-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this run, and the migrated database that test databases are copied from. */
    testPostgres: { serverUrl: string; template: string };
  }
}

/**
 * Runs once per `vitest run` of the postgres project: one server, migrated once. With
 * TONGDUI_TEST_DATABASE_URL (a login that may create databases) it uses that server instead.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TONGDUI_TEST_DATABASE_URL;
  if (given === undefined) await removeAbandonedServers();
  const server = given === undefined ? await startThrowawayServer() : noServer(given);
  const template = `tongdui_template_${randomBytes(6).toString("hex")}`;
  try {
    await execute(server.url, `CREATE DATABASE ${quoteName(template)}`);
    await migrate(withDatabase(server.url, template));
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("testPostgres", { serverUrl: server.url, template });
  return async () => {
    if (given !== undefined)
      await execute(given, `DROP DATABASE ${quoteName(template)} WITH (FORCE)`);
    await server.stop();
  };
}

function noServer(url: string): { url: string; stop(): Promise<void> } {
  return { url, stop: async () => {} };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
