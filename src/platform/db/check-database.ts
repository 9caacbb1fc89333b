import pg from "pg";
import { withoutPasswords } from "../telemetry/error-for-log.ts";

const CONNECT_SECONDS = 5;
const OLDEST_VERSION = 150_000;

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: "its host name is unknown",
  EAI_AGAIN: "its host name cannot be looked up now",
  ECONNREFUSED: "no server listens there",
  EHOSTUNREACH: "its host cannot be reached",
  ENETUNREACH: "its network cannot be reached",
  ENOENT: "there is no such socket",
  ECONNRESET: "the connection was closed at once; this may be no PostgreSQL",
  "28P01": "the user or the password is wrong",
  "28000": "the server does not let this user in",
  "3D000": "there is no such database; create it first",
  "53300": "the server has no connection left",
  "57P03": "the server is starting up; try again in a moment",
};

/** Says in plain words why the database of DATABASE_URL cannot be used; null when it can. */
export async function checkDatabase(url: string): Promise<string | null> {
  const shown = withoutPasswords(url);
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    return "DATABASE_URL cannot be read: it must look like postgres://user:password@localhost:5432/tongdui.";
  }
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } })
    .connection;
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    stream.destroy();
  }, CONNECT_SECONDS * 1000);
  try {
    await client.connect();
    const found = await client.query<{ version: string }>(
      "select current_setting('server_version_num') as version",
    );
    const version = Number(found.rows[0]?.version);
    if (version >= OLDEST_VERSION) return null;
    return `The database at ${shown} is PostgreSQL ${Math.floor(version / 10_000)}. Tongdui needs 15 or newer.`;
  } catch (error) {
    const { code = "", message } = error as Error & { code?: string };
    const why = isLate
      ? `it did not answer within ${CONNECT_SECONDS} seconds`
      : (WORDS[code] ?? withoutPasswords(message));
    return `The database of DATABASE_URL (${shown}) cannot be used: ${why}.`;
  } finally {
    clearTimeout(late);
    stream.destroy();
  }
}
