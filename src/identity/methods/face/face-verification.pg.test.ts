import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startIdentityServer, type TestServer } from "../../identity-server.fixture.ts";
import { DEFAULT_FACE_POLICY } from "./face-context.ts";
import { BOTH_METHODS, codeOf, faceCustomers, faultsOf } from "./face-customer.fixture.ts";
import { type Look, scriptedPipeline, toWire } from "./scripted-pipeline.fixture.ts";

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

const now = () => new Date(server.clock.now()).toISOString();

describe("an identity check by face", () => {
  test("opens the window of this session for as long as the policy says, and is written down", async () => {
    policy = { ...BOTH_METHODS, windowSeconds: 120 };
    const customer = await faces.enrolled();
    const answer = await faces.verify(customer, { person: customer.id });
    const until = new Date(server.clock.now() + 120_000).toISOString();
    expect(answer).toMatchObject({ status: 201, body: { method: "face", verifiedUntil: until } });
    const session = await customer.call("GET", "/sessions/current");
    expect(session.body).toMatchObject({ verifiedUntil: until, verifiedBy: "face" });
    expect((await customer.call("GET", "/me/face")).body.lastUsedAt).toBe(now());
    const uses = (await customer.call("GET", "/me/verifications")).body;
    expect(uses.items).toEqual([
      { method: "face", purpose: "verify", outcome: "accepted", at: now(), verifiedUntil: until },
      {
        method: "face",
        purpose: "enrol",
        outcome: "accepted",
        at: expect.any(String),
        verifiedUntil: null,
      },
    ]);
  });

  test("of a stranger is refused, opens nothing, and is written down", async () => {
    const customer = await faces.enrolled();
    const answer = await faces.verify(customer, { person: "a stranger" });
    expect(codeOf(answer)).toEqual([401, "face_not_matched"]);
    expect(answer.body.errors).toBeUndefined();
    expect((await customer.call("GET", "/sessions/current")).body.verifiedUntil).toBeNull();
    const { items } = (await customer.call("GET", "/me/verifications?limit=1")).body;
    expect(items[0]).toMatchObject({ outcome: "face_not_matched", verifiedUntil: null });
  });

  test("between yes and no asks for the passkey", async () => {
    const customer = await faces.enrolled();
    const answer = await faces.verify(customer, { person: customer.id, likeness: 0.5 });
    expect(codeOf(answer)).toEqual([401, "face_not_matched"]);
    expect(faultsOf(answer)).toEqual(["use_passkey"]);
  });

  test("follows the operator's thresholds at once", async () => {
    const customer = await faces.enrolled();
    const look = { person: customer.id, likeness: 0.7 };
    expect((await faces.verify(customer, look)).status).toBe(201);
    facePolicy = { ...DEFAULT_FACE_POLICY, acceptAt: 800, offerPasskeyAt: 750 };
    const strict = await faces.verify(customer, look);
    expect([...codeOf(strict), faultsOf(strict)]).toEqual([401, "face_not_matched", undefined]);
  });

  test("refuses a photograph of the right person", async () => {
    const customer = await faces.enrolled();
    const { id: challengeId } = await faces.challenge(customer, "verify");
    server.clock.advanceSeconds(8);
    const frames = toWire(Array.from({ length: 20 }, () => ({ person: customer.id })));
    const answer = await customer.call("POST", "/me/verifications/face", { challengeId, frames });
    expect(codeOf(answer)).toEqual([401, "liveness_failed"]);
    expect(faultsOf(answer)).toEqual(["step_missing"]);
  });

  test("answers what is wrong with the pictures as not alive, with the reason", async () => {
    const customer = await faces.enrolled();
    const answer = await faces.verify(customer, { person: customer.id, problem: "too_dark" });
    expect([...codeOf(answer), ...(faultsOf(answer) ?? [])]).toEqual([
      401,
      "liveness_failed",
      "too_dark",
    ]);
  });

  test("refuses a film that was sent before, by whomever", async () => {
    const customer = await faces.enrolled();
    const first = await faces.challenge(customer, "verify");
    const frames = faces.film(first, { person: customer.id });
    const sent = { challengeId: first.id, frames };
    expect((await customer.call("POST", "/me/verifications/face", sent)).status).toBe(201);
    const second = await faces.challenge(customer, "verify");
    server.clock.advanceSeconds(8);
    const replayed = { challengeId: second.id, frames };
    const answer = await customer.call("POST", "/me/verifications/face", replayed);
    expect([...codeOf(answer), ...(faultsOf(answer) ?? [])]).toEqual([
      401,
      "liveness_failed",
      "pictures_replayed",
    ]);
  });

  test("is refused where the policy leaves faces out, and before that nothing is told", async () => {
    const customer = await faces.enrolled();
    const asked = await faces.challenge(customer, "verify");
    policy = { ...BOTH_METHODS, methods: ["passkey"] };
    const body = { challengeId: asked.id, frames: faces.film(asked, { person: customer.id }) };
    const answer = await customer.call("POST", "/me/verifications/face", body);
    expect(codeOf(answer)).toEqual([409, "method_not_available"]);
  });
});

describe("a challenge is answered once, in time, by whom it is for", () => {
  const answerTo = (challengeId: string, look: Look) => ({ challengeId, frames: toWire([look]) });

  test("and spent by any answer, also a wrong one", async () => {
    const customer = await faces.enrolled();
    const asked = await faces.challenge(customer, "verify");
    const wrong = answerTo(asked.id, {});
    expect(codeOf(await customer.call("POST", "/me/verifications/face", wrong))).toEqual([
      401,
      "liveness_failed",
    ]);
    const frames = faces.film(asked, { person: customer.id });
    const right = { challengeId: asked.id, frames };
    expect(codeOf(await customer.call("POST", "/me/verifications/face", right))).toEqual([
      409,
      "challenge_used",
    ]);
  });

  test("not after half a minute", async () => {
    const customer = await faces.enrolled();
    const asked = await faces.challenge(customer, "verify");
    const frames = faces.film(asked, { person: customer.id });
    server.clock.advanceSeconds(22);
    const late = { challengeId: asked.id, frames };
    expect(codeOf(await customer.call("POST", "/me/verifications/face", late))).toEqual([
      410,
      "challenge_expired",
    ]);
  });

  test("not in another session, for another purpose or another login", async () => {
    const customer = await faces.enrolled();
    const other = await faces.enrolled();
    const asked = await faces.challenge(customer, "verify");
    const stolen = answerTo(asked.id, { person: other.id });
    expect(codeOf(await other.call("POST", "/me/verifications/face", stolen))).toEqual([
      410,
      "challenge_expired",
    ]);
    const login = { ...stolen, login: customer.email };
    expect(codeOf(await other.call("POST", "/sessions/face", login))).toEqual([
      410,
      "challenge_expired",
    ]);
    const forSignIn = await faces.challenge(server.browser(), "login", customer.email);
    const elsewhere = { ...answerTo(forSignIn.id, {}), login: other.email };
    expect(codeOf(await server.browser().call("POST", "/sessions/face", elsewhere))).toEqual([
      410,
      "challenge_expired",
    ]);
    // None of them was spent by that.
    const frames = faces.film(asked, { person: customer.id });
    const own = { challengeId: asked.id, frames };
    expect((await customer.call("POST", "/me/verifications/face", own)).status).toBe(201);
  });

  test("of many answers at once one counts", async () => {
    const customer = await faces.enrolled();
    const asked = await faces.challenge(customer, "verify");
    const frames = faces.film(asked, { person: customer.id });
    const body = { challengeId: asked.id, frames };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => customer.call("POST", "/me/verifications/face", body)),
    );
    const codes = answers.map(({ status, body: { code } }) => `${status} ${code}`).sort();
    expect(codes).toEqual([
      "201 undefined",
      ...Array.from({ length: 7 }, () => "409 challenge_used"),
    ]);
  });

  test("of one film in two challenges at once at most one counts", async () => {
    const customer = await faces.enrolled();
    const one = await faces.challenge(customer, "verify");
    let other = await faces.challenge(customer, "verify");
    while (other.actions.join() !== one.actions.join()) {
      other = await faces.challenge(customer, "verify");
    }
    const frames = faces.film(one, { person: customer.id });
    const answers = await Promise.all(
      [one, other].map(({ id: challengeId }) =>
        customer.call("POST", "/me/verifications/face", { challengeId, frames }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
  });
});
