import { pino } from "pino";
import { type App, createApp } from "../app.ts";
import { openDatabase } from "../platform/db/database.ts";
import { migrate } from "../platform/db/migrate.ts";
import { startEmbeddedPostgres } from "../platform/embedded-postgres/index.ts";
import { readSecret, readSettings, type Settings } from "../settings.ts";

export type Opened = { app: App; settings: Settings; close(): Promise<void> };

/** What every command stands on: the database of the environment, migrated, and the modules over it. */
export async function open(environment: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  const settings = readSettings(environment);
  const secret = readSecret(environment, settings.dataDirectory);
  const logger = pino({ level: environment.LOG_LEVEL || "warn" }, pino.destination(2));
  const embedded = settings.databaseUrl
    ? null
    : await startEmbeddedPostgres({
        dataDirectory: settings.dataDirectory,
        log: (line) => logger.info(line),
      });
  const url = settings.databaseUrl ?? embedded?.url ?? "";
  await migrate(url);
  const database = openDatabase(url, {
    onError: (error) => logger.warn({ err: error }, "idle database connection lost"),
  });
  const app = await createApp({
    database,
    origin: settings.origin,
    secret,
    logger,
    metricsToken: settings.metricsToken,
  });
  return {
    app,
    settings,
    async close() {
      await app.http.close();
      await database.close();
      await embedded?.stop();
    },
  };
}
