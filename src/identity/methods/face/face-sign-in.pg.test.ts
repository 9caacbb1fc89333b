import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ORIGIN, startIdentityServer, type TestServer } from "../../identity-server.fixture.ts";
import { openVerifiedWindow } from "../../software-authenticator.fixture.ts";
import { DEFAULT_FACE_POLICY } from "./face-context.ts";
import { BOTH_METHODS, codeOf, faceCustomers } from "./face-customer.fixture.ts";
import { scriptedPipeline, toWire } from "./scripted-pipeline.fixture.ts";

let policy = BOTH_METHODS;
let facePolicy = DEFAULT_FACE_POLICY;
let server: TestServer;
let faces: ReturnType<typeof faceCustomers>;
beforeAll(async () => {
  server = await startIdentityServer({
    verificationPolicy: async () => policy,
    facePolicy: async () => facePolicy,
    facePipeline: scriptedPipeline(),
  });
  faces = faceCustomers(server);
});
afterAll(() => server.close());
beforeEach(() => {
  policy = BOTH_METHODS;
  facePolicy = DEFAULT_FACE_POLICY;
});

describe("signing in by face", () => {
  test("opens a session and its verified window, and is written down", async () => {
    const customer = await faces.enrolled();
    const browser = server.browser();
    const answer = await faces.signIn(browser, customer.email, { person: customer.id });
    expect(answer).toMatchObject({ status: 201, body: { account: { id: customer.id } } });
    expect(Object.keys(answer.body)).toEqual(["account"]);
    const session = (await browser.call("GET", "/sessions/current")).body;
    expect(session).toMatchObject({ account: { id: customer.id }, verifiedBy: "face" });
    expect(session.verifiedUntil).toBe(new Date(server.clock.now() + 300_000).toISOString());
    const { items } = (await browser.call("GET", "/me/verifications?limit=1")).body;
    expect(items[0]).toMatchObject({ purpose: "login", outcome: "accepted" });
  });

  test("without a window where the policy does not count faces", async () => {
    const customer = await faces.enrolled();
    policy = { ...BOTH_METHODS, methods: ["passkey"] };
    const browser = server.browser();
    const answer = await faces.signIn(browser, customer.email, { person: customer.id });
    expect(answer.status).toBe(201);
    expect((await browser.call("GET", "/sessions/current")).body.verifiedUntil).toBeNull();
    const { items } = (await browser.call("GET", "/me/verifications?limit=1")).body;
    expect(items[0]).toMatchObject({ purpose: "login", outcome: "accepted", verifiedUntil: null });
  });

  test("no match: not logged in", async () => {
    const customer = await faces.enrolled();
    const browser = server.browser();
    const answer = await faces.signIn(browser, customer.email, { person: "a stranger" });
    expect(codeOf(answer)).toEqual([401, "face_not_matched"]);
    expect(browser.cookie).toBeUndefined();
    expect((await browser.call("GET", "/sessions/current")).status).toBe(401);
  });

  test("answers for a login that nobody has as for one without a face, after the same work", async () => {
    const pipeline = scriptedPipeline();
    const own = await startIdentityServer({ facePipeline: pipeline });
    try {
      const people = faceCustomers(own);
      const { email } = await own.customer();
      const seen: unknown[] = [];
      for (const login of [email, "nobody@example.com"]) {
        for (const look of [{ person: "somebody" }, { problem: "no_face" as const }]) {
          const before = pipeline.examined();
          const { status, body } = await people.signIn(own.browser(), login, look);
          expect(pipeline.examined() - before).toBeGreaterThan(10);
          seen.push([login === email, status, body.code, body.detail]);
        }
      }
      expect(seen.slice(2).map((one) => (one as unknown[]).slice(1))).toEqual(
        seen.slice(0, 2).map((one) => (one as unknown[]).slice(1)),
      );
      expect(seen.map((one) => (one as unknown[])[2])).toEqual([
        "face_not_enrolled",
        "liveness_failed",
        "face_not_enrolled",
        "liveness_failed",
      ]);
    } finally {
      await own.close();
    }
  });

  test("is refused where the operator does not allow it", async () => {
    const customer = await faces.enrolled();
    const asked = await faces.challenge(server.browser(), "login", customer.email);
    facePolicy = { ...DEFAULT_FACE_POLICY, loginAllowed: false };
    const frames = faces.film(asked, { person: customer.id });
    const body = { login: customer.email, challengeId: asked.id, frames };
    const answer = await server.browser().call("POST", "/sessions/face", body);
    expect(codeOf(answer)).toEqual([409, "method_not_available"]);
  });

  test("ends the session that the browser had before", async () => {
    const customer = await faces.enrolled();
    const planted = customer.cookie;
    await faces.signIn(customer, customer.email, { person: customer.id });
    expect(customer.cookie).not.toBe(planted);
    expect((await server.browser(planted).call("GET", "/sessions/current")).status).toBe(401);
  });
});

describe("ten failures lock the method for an hour", () => {
  const notifications = async (customer: Awaited<ReturnType<TestServer["customer"]>>) =>
    (await customer.call("GET", "/me/notifications")).body.items.map(
      ({ kind }: { kind: string }) => kind,
    );

  test("for checks of the account, who is told; a passkey goes on working", async () => {
    const customer = await server.customer();
    await openVerifiedWindow(customer.post, ORIGIN);
    await faces.enrol(customer, customer.id);
    for (let tried = 1; tried <= 10; tried += 1) {
      const answer = await faces.verify(customer, { person: "a stranger" });
      expect(codeOf(answer)).toEqual([401, "face_not_matched"]);
    }
    const locked = await customer.call("POST", "/face/challenges", { purpose: "verify" });
    expect(codeOf(locked)).toEqual([429, "rate_limited"]);
    expect(locked.headers["retry-after"]).toBe("3600");
    expect(await notifications(customer)).toEqual([
      "face_locked",
      "face_enrolled",
      "passkey_added",
    ]);
    const start = await customer.call("POST", "/me/verifications/passkey");
    expect(start.status).toBe(200);
    // The door is another matter: whoever fails inside has not failed there.
    const browser = server.browser();
    expect((await faces.signIn(browser, customer.email, { person: customer.id })).status).toBe(201);
    server.clock.advanceSeconds(3600);
    expect((await faces.verify(customer, { person: customer.id })).status).toBe(201);
  });

  test("for sign-ins, by any login of the account, known or not", async () => {
    const customer = await faces.enrolled();
    for (const login of [customer.email, "still-nobody@example.com"]) {
      for (let tried = 1; tried <= 10; tried += 1) {
        await faces.signIn(server.browser(), login, { person: "a stranger" });
      }
      const body = { purpose: "login", login };
      const answer = await server.browser().call("POST", "/face/challenges", body);
      expect(codeOf(answer)).toEqual([429, "rate_limited"]);
    }
    expect(await notifications(customer)).toEqual(["face_locked", "face_enrolled"]);
    // The owner is inside, and goes on.
    expect((await faces.verify(customer, { person: customer.id })).status).toBe(201);
  });

  test("also of guesses made at once, the right one among them", async () => {
    const customer = await faces.enrolled();
    const guesses: { challengeId: string; frames: string[] }[] = [];
    for (let index = 0; index < 15; index += 1) {
      const asked = await faces.challenge(customer, "verify");
      guesses.push({ challengeId: asked.id, frames: toWire([{ person: "a stranger" }]) });
    }
    server.clock.advanceSeconds(5);
    const answers = await Promise.all(
      guesses.map((body) => customer.call("POST", "/me/verifications/face", body)),
    );
    const codes = answers.map(({ body }) => body.code);
    expect(codes.filter((code) => code === "liveness_failed")).toHaveLength(10);
    expect(codes.filter((code) => code === "rate_limited")).toHaveLength(5);
    expect(await notifications(customer)).toEqual(["face_locked", "face_enrolled"]);
  });

  test("but a success in between starts the count anew", async () => {
    const customer = await faces.enrolled();
    for (const person of [...Array(9).fill("a stranger"), customer.id, "a stranger"] as string[]) {
      await faces.verify(customer, { person });
    }
    expect((await faces.verify(customer, { person: customer.id })).status).toBe(201);
  });
});
