import { type Logger, pino } from "pino";
import { type App, createApp } from "../app.ts";
import { openFacePipeline } from "../identity/index.ts";
import { checkDatabase } from "../platform/db/check-database.ts";
import { openDatabase } from "../platform/db/database.ts";
import { migrate } from "../platform/db/migrate.ts";
import { addressOfRunning, startEmbeddedPostgres } from "../platform/embedded-postgres/index.ts";
import { errorForLog } from "../platform/telemetry/error-for-log.ts";
import { readSecret, readSettings, type Settings } from "../settings.ts";
import { UsageError } from "../usage-error.ts";
import { isSecretOf } from "./secret-check.store.ts";

const LOOK_UPS_AT_ONCE = 3;
/** More than one process of the server ever has, and what a command beside it takes. */
const CONNECTIONS_EACH = 50;

const WRONG_SECRET =
  "This database was used with another secret: restore the file `secret` of the data directory, or set " +
  "TONGDUI_SECRET to what it was; all servers of one database need the same. Where it is lost for good, " +
  "delete the row 'secret_check' of the table deployment_fact: sessions end, and faces are enrolled again.";

export type Opened = {
  app: App;
  settings: Settings;
  logger: Logger;
  databaseUrl: string;
  close(how?: { isDrained: boolean }): Promise<void>;
};

/**
 * What every command stands on: the database of the environment, migrated, and the modules over it.
 * `beside`: where a server runs on the embedded database already, work with that one.
 */
export async function open({ beside }: { beside: boolean }): Promise<Opened> {
  const settings = readSettings(process.env);
  const secret = readSecret(process.env, settings.dataDirectory);
  const logger = pino(
    { level: process.env.LOG_LEVEL || "warn", serializers: { err: errorForLog } },
    pino.destination(2),
  );
  const running = beside ? addressOfRunning(settings.dataDirectory) : null;
  const given = settings.databaseUrl ?? running;
  const fault = given === null ? null : await checkDatabase(given);
  if (fault !== null) throw new UsageError(fault);
  const embedded = given
    ? { url: given, stop: async () => undefined }
    : await startEmbeddedPostgres({
        dataDirectory: settings.dataDirectory,
        // What happens to the database is for whoever looks at the console, not for a log file.
        log: (line) => console.error(line),
        settings: { max_connections: String(CONNECTIONS_EACH * (settings.processes + 1)) },
      });
  await migrate(embedded.url);
  const database = openDatabase(embedded.url, {
    // Two endpoints at once may have all their lanes busy; more share. Beside them keys, sessions and
    // memberships are looked up.
    postingPoolSize: 2 * settings.lanes.lanes + LOOK_UPS_AT_ONCE,
    onError: (error) => logger.warn({ err: error }, "idle database connection lost"),
  });
  if (!(await isSecretOf(database, secret))) {
    await database.close();
    await embedded.stop();
    throw new UsageError(WRONG_SECRET);
  }
  const facePipeline = await openFacePipeline(settings.faces);
  if ("unavailable" in facePipeline) {
    logger.warn({ reason: facePipeline.unavailable }, "identity check by face is not available");
  }
  const app = await createApp({
    database,
    facePipeline,
    origin: settings.origin,
    secret,
    logger,
    metricsToken: settings.metricsToken,
    lanes: settings.lanes,
    trustProxy: settings.trustProxy,
  });
  return {
    app,
    settings,
    logger,
    databaseUrl: embedded.url,
    async close({ isDrained } = { isDrained: true }) {
      // Requests that did not end in time are left to lose their connection.
      if (isDrained) await app.http.close();
      if ("close" in facePipeline) await facePipeline.close();
      await database.close();
      await embedded.stop();
    },
  };
}
