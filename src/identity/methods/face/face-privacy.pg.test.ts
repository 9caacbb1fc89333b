import { Writable } from "node:stream";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { meanEmbedding } from "../../face/vectors.ts";
import { startIdentityServer, type TestServer } from "../../identity-server.fixture.ts";
import { DEFAULT_FACE_POLICY } from "./face-context.ts";
import { faceCustomers } from "./face-customer.fixture.ts";
import { embeddingOf, scriptedPipeline, toWire } from "./scripted-pipeline.fixture.ts";

let log = "";
const logger = pino(
  { level: "trace" },
  new Writable({
    write(chunk, _, done) {
      log += String(chunk);
      done();
    },
  }),
);
let isBroken = false;
const pipeline = scriptedPipeline();
const BROKEN_BY = "the test's own failure";

let server: TestServer;
let faces: ReturnType<typeof faceCustomers>;
beforeAll(async () => {
  const needs = {
    facePolicy: async () => ({ ...DEFAULT_FACE_POLICY, retentionDays: 90 }),
    facePipeline: {
      ...pipeline,
      examine: (pictures: readonly Uint8Array[]) => {
        if (isBroken) throw new Error(BROKEN_BY);
        return pipeline.examine(pictures);
      },
    },
  };
  server = await startIdentityServer(needs, { logger });
  faces = faceCustomers(server);
});
afterAll(() => server.close());

/** Every row of every table, as PostgreSQL writes it: what a readable backup holds. */
async function everything(): Promise<Map<string, string>> {
  const tables = await server.database.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public'",
  );
  const texts = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await server.database.query<{ text: string }>(
      `select t::text as text from "${name}" t`,
    );
    texts.set(name, rows.map(({ text }) => text).join("\n"));
  }
  expect(texts.size).toBeGreaterThan(20);
  return texts;
}

/** The spellings in which a template, or a part of it, could be somewhere. */
function spellings(person: string): string[] {
  const view = embeddingOf(person);
  const template = meanEmbedding([view, view, view, view, view]);
  const bytes = Buffer.from(template.buffer);
  const part = bytes.subarray(48, 72);
  return [
    bytes.toString("base64").slice(64, 96),
    part.toString("base64"),
    part.toString("hex"),
    part.toString("latin1"),
    String(template[7]),
    (template[7] ?? 0).toFixed(6),
    [...template.subarray(3, 5)].join(","),
  ];
}

const tablesWith = (texts: Map<string, string>, needle: string) =>
  [...texts].filter(([, text]) => text.includes(needle)).map(([name]) => name);

describe("while a face is enrolled", () => {
  test("neither template nor pictures are to be read anywhere", async () => {
    const customer = await server.customer();
    const asked = await faces.challenge(customer, "enrol");
    const frames = faces.film(asked, { person: customer.id });
    const body = { challengeId: asked.id, consentVersion: 1, frames };
    expect((await customer.call("PUT", "/me/face", body)).status).toBe(200);
    await faces.verify(customer, { person: customer.id });
    await faces.verify(customer, { person: "a stranger" });
    const texts = await everything();
    // The test can see what is there at all.
    expect(tablesWith(texts, customer.id)).toEqual(
      expect.arrayContaining(["face_key", "face_template", "face_consent", "verification_use"]),
    );
    for (const needle of [
      ...spellings(customer.id),
      ...frames.map((frame) => frame.slice(8, 48)),
    ]) {
      expect(tablesWith(texts, needle)).toEqual([]);
    }
  });
});

describe("nothing of a face is left", () => {
  const EMPTY = ["face_key", "face_template", "face_frame", "face_failure"];

  async function enrolledAndSeen() {
    const customer = await faces.enrolled();
    await faces.verify(customer, { person: "a stranger" });
    const before = await everything();
    for (const name of EMPTY) expect(before.get(name)).toContain(customer.id);
    const [secrets] = await server.database.query<{ key: string; sealed: string }>(
      `select encode(wrapped_key, 'hex') as key, encode(sealed, 'hex') as sealed
       from face_key join face_template using (account_id) where account_id = $1`,
      [customer.id],
    );
    return { customer, secrets };
  }

  async function expectNothingOf(
    { customer, secrets }: Awaited<ReturnType<typeof enrolledAndSeen>>,
    tables: readonly string[] = EMPTY,
  ) {
    const after = await everything();
    for (const name of tables) expect(after.get(name)).not.toContain(customer.id);
    expect(tablesWith(after, secrets?.key ?? "")).toEqual([]);
    expect(tablesWith(after, secrets?.sealed ?? "")).toEqual([]);
  }

  test("when the consent is taken back; the proof of it stays, with its end", async () => {
    const enrolled = await enrolledAndSeen();
    const { customer } = enrolled;
    expect((await customer.call("DELETE", "/me/face")).status).toBe(204);
    await expectNothingOf(enrolled);
    expect((await customer.call("GET", "/me/face")).body.enrolled).toBe(false);
    const consents = await server.database.query(
      `select version, ended_by as "endedBy" from face_consent where account_id = $1`,
      [customer.id],
    );
    expect(consents).toEqual([{ version: 1, endedBy: "withdrawn" }]);
    const { items } = (await customer.call("GET", "/me/notifications?limit=1")).body;
    expect(items[0].kind).toBe("face_withdrawn");
    // Once is enough, and twice does no harm.
    expect((await customer.call("DELETE", "/me/face")).status).toBe(204);
  });

  test("when it is enrolled again, of the face before", async () => {
    const customer = await faces.enrolled();
    const [before] = await server.database.query<{ key: string }>(
      "select encode(wrapped_key, 'hex') as key from face_key where account_id = $1",
      [customer.id],
    );
    await faces.verify(customer, { person: customer.id });
    expect((await faces.enrol(customer, "another")).status).toBe(200);
    expect(tablesWith(await everything(), before?.key ?? "")).toEqual([]);
    const ends = await server.database.query(
      `select ended_by as "endedBy" from face_consent where account_id = $1 order by given_at`,
      [customer.id],
    );
    expect(ends).toEqual([{ endedBy: "renewed" }, { endedBy: null }]);
  });

  test("when the account's methods are forgotten", async () => {
    const enrolled = await enrolledAndSeen();
    const { id } = enrolled.customer;
    await server.database.transaction((sql) => server.identity.forgetVerificationMethods(sql, id));
    await expectNothingOf(enrolled);
  });

  test("when the account's row is deleted", async () => {
    const enrolled = await enrolledAndSeen();
    const { id } = enrolled.customer;
    await server.database.execute("delete from account where id = $1", [id]);
    await expectNothingOf(enrolled, [...EMPTY, "face_consent", "verification_use", "notification"]);
  });

  test("when nobody used it for the operator's retention time, and the owner is told", async () => {
    const idle = await enrolledAndSeen();
    const used = await faces.enrolled();
    const job = server.identity.jobs.find(({ name }) => name === "destroy unused faces");
    if (!job) throw new Error("the job is missing");
    server.clock.advanceSeconds(60 * 86_400);
    await faces.signIn(server.browser(), used.email, { person: used.id });
    await job.run(new AbortController().signal);
    expect(await server.identity.countFaces(server.database)).toBeGreaterThanOrEqual(2);
    server.clock.advanceSeconds(31 * 86_400);
    await job.run(new AbortController().signal);
    // The failure went with its hour; what the job destroys is the template and what it was made of.
    await expectNothingOf(idle, ["face_key", "face_template", "face_frame"]);
    const kinds = await server.database.query(
      "select kind from notification where account_id = $1 and kind = 'face_unused'",
      [idle.customer.id],
    );
    expect(kinds).toEqual([{ kind: "face_unused" }]);
    expect((await everything()).get("face_template")).toContain(used.id);
  });
});

test("what is kept of attempts for a while is cleared away after it", async () => {
  const customer = await faces.enrolled();
  await faces.verify(customer, { person: "a stranger" });
  const job = server.identity.jobs.find(({ name }) => name === "forget old face attempts");
  if (!job) throw new Error("the job is missing");
  await job.run(new AbortController().signal);
  const tables = ["face_challenge", "face_frame", "face_failure"];
  const before = await everything();
  for (const name of tables) expect(before.get(name)).not.toBe("");
  server.clock.advanceSeconds(8 * 86_400);
  await job.run(new AbortController().signal);
  const after = await everything();
  for (const name of tables) expect(after.get(name)).toBe("");
});

test("neither logs nor answers hold anything of a face, also when something breaks", async () => {
  const customer = await server.customer();
  const answers: string[] = [];
  const sent: string[] = [];
  const put = async (frames: string[], more = {}) => {
    const { id: challengeId } = await faces.challenge(customer, "enrol");
    sent.push(...frames);
    const body = { challengeId, consentVersion: 1, frames, ...more };
    const answer = await customer.call("PUT", "/me/face", body);
    answers.push(JSON.stringify(answer.body));
    return answer.status;
  };
  const look = { person: customer.id };
  expect(await put(toWire([look]))).toBe(422);
  expect(await put(toWire([look]), { unknown: true })).toBe(422);
  expect(await put([`${toWire([look])[0]}§`])).toBe(422);
  isBroken = true;
  expect(await put(toWire([look, look]))).toBe(500);
  isBroken = false;
  expect((await faces.enrol(customer, customer.id)).status).toBe(200);
  answers.push(JSON.stringify((await faces.verify(customer, { person: "a stranger" })).body));
  await server.database.execute("update face_template set sealed = sealed || '\\x00'::bytea");
  answers.push(JSON.stringify((await faces.verify(customer, look)).body));
  // The log did see the failures.
  expect(log).toContain(BROKEN_BY);
  expect(log.match(/internal error/g)).toHaveLength(2);
  const needles = [...spellings(customer.id), ...sent.map((frame) => frame.slice(8, 48))];
  for (const needle of needles) {
    expect(log).not.toContain(needle);
    expect(answers.join("\n")).not.toContain(needle);
  }
});
