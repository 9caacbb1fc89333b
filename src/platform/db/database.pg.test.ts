import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { type Database, openDatabase, type Sql } from "./database.ts";

let scratch: TestDatabase;
let direct: Database;
let database: Database;
let wire: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  scratch = await createTestDatabase();
  direct = openDatabase(scratch.url);
  const url = new URL(scratch.url);
  const to = { host: url.hostname, port: Number(url.port) };
  wire = createServer((socket) => relay(socket, to));
  await new Promise<void>((resolve) => wire.listen(0, "127.0.0.1", resolve));
  url.host = `127.0.0.1:${(wire.address() as AddressInfo).port}`;
  database = openDatabase(url.href, { poolSize: 1, postingPoolSize: 1 });
});
afterAll(async () => {
  await database.close();
  await direct.close();
  wire.close();
  await scratch.drop();
});

function relay(socket: Socket, to: { host: string; port: number }): void {
  const server = connect(to);
  socket.pipe(server).pipe(socket);
  for (const one of [socket, server]) one.on("error", () => undefined);
  socket.once("close", () => server.destroy());
  sockets.add(socket);
}

/** As when a machine dies: PostgreSQL says nothing, and the connection is reset. */
function cut(): void {
  for (const socket of sockets) socket.resetAndDestroy();
  sockets.clear();
}

const WAITING = "select pg_sleep(60)";
const isWaiting = async () =>
  (await direct.query("select from pg_stat_activity where query = $1", [WAITING])).length > 0;

test.each<[name: string, run: (statement: string) => Promise<unknown>]>([
  ["a query", (statement) => database.query(statement)],
  ["a look-up", (statement) => database.lookUps.query(statement)],
  ["a transaction", (statement) => database.transaction((sql: Sql) => sql.query(statement))],
])(
  "when the connection of %s breaks it fails, and the next one has another connection",
  async (_, run) => {
    const failure = run(WAITING).catch((error: unknown) => error);
    await expect.poll(isWaiting).toBe(true);
    cut();
    expect(await failure).toMatchObject({ code: "ECONNRESET" });
    await run("select 1");
    await direct.query("select pg_terminate_backend(pid) from pg_stat_activity where query = $1", [
      WAITING,
    ]);
  },
);
