import { pino } from "pino";
import { Type } from "typebox";
import { expect, test } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { openDatabase } from "../db/database.ts";
import { DEFAULT_LANES } from "../lanes/lanes.ts";
import { anyone } from "./access.ts";
import { endpoint, reply } from "./endpoint.ts";
import { Answer } from "./schema.ts";
import { createServer } from "./server.ts";

/** Nobody listens on port 1. */
const NOWHERE = "postgres://nobody@127.0.0.1:1/nothing";

test.each([
  ["a database that is away", 503, "unavailable", "3"],
  ["a bug", 500, "internal", undefined],
])("%s answers %i %s", async (what, status, code, retryAfter) => {
  const database = openDatabase(NOWHERE);
  const notes = endpoint({
    method: "GET",
    path: "/notes",
    tag: "Notes",
    summary: "Read the notes.",
    access: anyone,
    answers: { 200: Answer({ count: Type.Integer() }) },
    refusals: [],
    async handle() {
      if (what === "a bug") throw new Error("a bug");
      return reply(200, { count: (await database.query("select 1")).length });
    },
  });
  const http = await createServer({
    endpoints: [notes],
    database,
    clock: systemClock,
    logger: pino({ level: "silent" }),
    origin: "http://localhost:3000",
    authenticate: async () => ({ caller: { kind: "anonymous" } }),
    lanes: DEFAULT_LANES,
  });
  const answer = await http.inject({ url: "/api/v1/notes" });
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toMatchObject({ code });
  expect(answer.headers["retry-after"]).toBe(retryAfter);
  await http.close();
  await database.close();
});
