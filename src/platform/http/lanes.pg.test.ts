import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { pino } from "pino";
import { Type } from "typebox";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { err } from "../../kernel/result.ts";
import { type Database, openDatabase } from "../db/database.ts";
import { createTestDatabase, type TestDatabase } from "../testing/postgres.ts";
import { anyone } from "./access.ts";
import { endpoint, reply } from "./endpoint.ts";
import { Answer, Body } from "./schema.ts";
import { createServer } from "./server.ts";

// An endpoint that writes down what it was asked, over a server of its own.

let scratch: TestDatabase;
let database: Database;
beforeEach(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
  await database.execute("create table note (text text not null)");
});
afterEach(async () => {
  await database.close();
  await scratch.drop();
});

type Gate = { readonly opened: Promise<void>; open(): void };
function gate(): Gate {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

async function startNotes({ waitingMaximum = 100, gate: wait = gate() } = {}) {
  let runs = 0;
  const notes = endpoint({
    method: "POST",
    path: "/notes",
    tag: "Notes",
    summary: "Write a note down.",
    access: anyone,
    body: Body({ text: Type.String() }),
    answers: { 201: Answer({ text: Type.String() }) },
    refusals: ["not_allowed"],
    idempotency: "required",
    batched: {
      ownerOf: () => "one lane",
      async handleAll(requests, sql) {
        runs += 1;
        const allowed = requests.filter(({ body }) => body.text !== "forbidden");
        await sql.execute("insert into note select unnest($1::text[])", [
          allowed.map(({ body }) => body.text),
        ]);
        await wait.opened;
        return requests.map(({ body }) =>
          body.text === "forbidden" ? err("not_allowed") : reply(201, { text: body.text }),
        );
      },
    },
  });
  const http = await createServer({
    endpoints: [notes],
    database,
    clock: systemClock,
    logger: pino({ level: "silent" }),
    origin: "http://localhost:3000",
    authenticate: async () => ({ caller: { kind: "anonymous" } }),
    lanes: { lanes: 1, batchMaximum: 10, waitingMaximum },
    checkAnswers: true,
  });
  const write = (text: string, key = text) =>
    http.inject({
      method: "POST",
      url: "/api/v1/notes",
      headers: { "idempotency-key": key },
      payload: { text },
    });
  return { http, write, gate: wait, runs: () => runs };
}

const written = async () =>
  (await database.query<{ text: string }>("select text from note order by text")).map(
    ({ text }) => text,
  );
/** Whether a batch has written its notes and not yet committed. */
const isWriting = async () => {
  const writing = await database.query(
    `select 1 from pg_stat_activity
     where query ~ '^insert into note' and state = 'idle in transaction'`,
  );
  return writing.length > 0;
};
/** A request as it goes over a connection that is kept. */
function rawNote(name: string): string {
  const body = JSON.stringify({ text: name });
  return [
    "POST /api/v1/notes HTTP/1.1",
    "host: localhost",
    "content-type: application/json",
    `idempotency-key: ${name}`,
    `content-length: ${body.length}`,
    "",
    body,
  ].join("\r\n");
}
const turns = async () => {
  for (let count = 0; count < 20; count += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe("requests that are carried out together", () => {
  test("are one transaction, and a refused one leaves the others alone", async () => {
    const { http, write, gate: wait, runs } = await startNotes();
    wait.open();
    const answers = await Promise.all([write("a"), write("forbidden"), write("b")]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 403, 201]);
    expect(await written()).toEqual(["a", "b"]);
    expect(runs()).toBe(1);
    await http.close();
  });

  test("happen once per key, also when the key comes twice at once", async () => {
    const { http, write, gate: wait } = await startNotes();
    wait.open();
    const [first, second, other] = await Promise.all([
      write("a", "same"),
      write("a", "same"),
      write("b", "same"),
    ]);
    expect([first.body, second.body]).toEqual(['{"text":"a"}', '{"text":"a"}']);
    expect([first, second].map(({ headers }) => headers["idempotent-replayed"])).toEqual([
      undefined,
      "true",
    ]);
    expect(other.json()).toMatchObject({ code: "idempotency_key_reused" });
    expect(await written()).toEqual(["a"]);
    await http.close();
  });

  test("beyond what may wait are answered 503 at once, with when to come again", async () => {
    const { http, write, gate: wait } = await startNotes({ waitingMaximum: 2 });
    const taken = [write("a"), write("b")];
    await turns();
    const refused = await write("c");
    expect(refused.statusCode).toBe(503);
    expect(refused.headers["retry-after"]).toBe("1");
    expect(refused.json()).toMatchObject({ code: "overloaded" });
    wait.open();
    expect((await Promise.all(taken)).map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(await written()).toEqual(["a", "b"]);
    await http.close();
  });

  test("are finished by a server that closes, which refuses what comes after", async () => {
    const { http, gate: wait } = await startNotes();
    await http.listen({ port: 0, host: "127.0.0.1" });
    const { port } = http.server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const answers = text(socket);
    socket.write(rawNote("a"));
    while (!(await isWriting())) await turns();
    const closing = http.close();
    await turns();
    socket.write(rawNote("late"));
    await turns();
    wait.open();
    await closing;
    const statuses = [...(await answers).matchAll(/HTTP\/1.1 (\d+)|"code":"(\w+)"/g)];
    expect(statuses.map(([, status, code]) => status ?? code)).toEqual([
      "201",
      "503",
      "overloaded",
    ]);
    expect(await written()).toEqual(["a"]);
  });

  test("happen once when the connection is lost before the commit", async () => {
    const { http, write, gate: wait, runs } = await startNotes();
    const answer = write("a");
    const admin = new pg.Client({ connectionString: scratch.url });
    await admin.connect();
    for (;;) {
      const { rowCount } = await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where query ~ 'into note' and pid <> pg_backend_pid() and state = 'idle in transaction'`,
      );
      if (rowCount) break;
    }
    wait.open();
    expect((await answer).statusCode).toBe(201);
    expect(runs()).toBe(2);
    expect(await written()).toEqual(["a"]);
    await admin.end();
    await http.close();
  });
});
