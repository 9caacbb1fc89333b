import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ORIGIN, startIdentityServer, type TestServer } from "../../identity-server.fixture.ts";
import { openVerifiedWindow } from "../../software-authenticator.fixture.ts";
import { DEFAULT_FACE_POLICY } from "./face-context.ts";
import { faceCustomers } from "./face-customer.fixture.ts";
import { type Look, picture, scriptedPipeline, toWire } from "./scripted-pipeline.fixture.ts";

const POLICY = { windowSeconds: 300, methods: ["passkey", "face"] };
let policy = POLICY;
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
  policy = POLICY;
  facePolicy = DEFAULT_FACE_POLICY;
});

const now = () => new Date(server.clock.now()).toISOString();
const codeOf = ({ status, body }: { status: number; body: { code?: string } | null }) => [
  status,
  body?.code,
];
const faultsOf = ({ body }: { body: { errors?: { code: string }[] } }) =>
  body.errors?.map(({ code }) => code);

describe("a challenge", () => {
  test("asks for three different movements within half a minute", async () => {
    const customer = await server.customer();
    const { status, body } = await customer.call("POST", "/face/challenges", { purpose: "enrol" });
    expect(status).toBe(201);
    expect(new Set(body.actions).size).toBe(3);
    expect(Date.parse(body.expiresAt) - server.clock.now()).toBe(30_000);
    expect(Object.keys(body).sort()).toEqual(["actions", "expiresAt", "id"]);
  });

  test("looks the same for a login that nobody has, one without a face and one with", async () => {
    const without = await server.customer();
    const enrolled = await faces.enrolled();
    for (const login of [enrolled.email, without.email, "nobody@example.com", "not a login"]) {
      const body = { purpose: "login", login };
      const answer = await server.browser().call("POST", "/face/challenges", body);
      expect(answer.status).toBe(201);
      expect(Object.keys(answer.body).sort()).toEqual(["actions", "expiresAt", "id"]);
    }
  });

  test.each([
    [{ purpose: "login" }, 422, "invalid_request"],
    [{ purpose: "enrol" }, 401, "not_signed_in"],
    [{ purpose: "verify" }, 401, "not_signed_in"],
    [{ purpose: "watch" }, 422, "invalid_request"],
  ])("for nobody in particular: %j is %s %s", async (body, status, code) => {
    const answer = await server.browser().call("POST", "/face/challenges", body);
    expect(codeOf(answer)).toEqual([status, code]);
  });

  test("is not drawn where faces are used for nothing", async () => {
    const customer = await faces.enrolled();
    const ask = (purpose: string) =>
      customer.call("POST", "/face/challenges", { purpose, login: customer.email });
    policy = { ...POLICY, methods: ["passkey"] };
    expect(codeOf(await ask("verify"))).toEqual([409, "method_not_available"]);
    expect((await ask("login")).status).toBe(201);
    facePolicy = { ...DEFAULT_FACE_POLICY, loginAllowed: false };
    expect(codeOf(await ask("login"))).toEqual([409, "method_not_available"]);
    expect(codeOf(await ask("enrol"))).toEqual([409, "method_not_available"]);
    policy = POLICY;
    expect(codeOf(await ask("login"))).toEqual([409, "method_not_available"]);
    expect((await ask("verify")).status).toBe(201);
  });

  test("for a check is refused to whoever has no face enrolled", async () => {
    const customer = await server.customer();
    const answer = await customer.call("POST", "/face/challenges", { purpose: "verify" });
    expect(codeOf(answer)).toEqual([409, "face_not_enrolled"]);
  });
});

describe("enrolling", () => {
  test("keeps a template, and says when and under which text", async () => {
    const customer = await server.customer();
    const nothing = { enrolled: false, enrolledAt: null, consentVersion: null, lastUsedAt: null };
    expect((await customer.call("GET", "/me/face")).body).toEqual(nothing);
    const answer = await faces.enrol(customer, "Lin");
    expect(answer).toMatchObject({ status: 200, body: { enrolledAt: now() } });
    expect((await customer.call("GET", "/me/face")).body).toEqual({
      enrolled: true,
      enrolledAt: now(),
      consentVersion: 1,
      lastUsedAt: null,
    });
  });

  test("asks for the text in force before anything else of the attempt", async () => {
    const customer = await server.customer();
    for (const consentVersion of [undefined, 0, 2]) {
      const body = { challengeId: "fch_unknown", consentVersion, frames: toWire([{}]) };
      const answer = await customer.call("PUT", "/me/face", body);
      expect(codeOf(answer)).toEqual([409, "consent_required"]);
    }
  });

  test.each<[string, Look[], string, string]>([
    ["nobody", [{ problem: "no_face" }], "no_face", "no_face"],
    ["two people", [{}, {}, {}, { problem: "many_faces" }], "many_faces", "many_faces"],
    ["too dark", [{ problem: "too_dark" }], "poor_quality", "too_dark"],
    ["a still picture", Array.from({ length: 9 }, () => ({})), "liveness_failed", "step_missing"],
  ])("refuses %s as what cannot be used", async (_, looks, code, fault) => {
    const customer = await server.customer();
    const { id: challengeId } = await faces.challenge(customer, "enrol");
    server.clock.advanceSeconds(8);
    const body = { challengeId, consentVersion: 1, frames: toWire(looks) };
    const answer = await customer.call("PUT", "/me/face", body);
    expect([...codeOf(answer), answer.body.status]).toEqual([422, code, 422]);
    expect(faultsOf(answer)).toEqual([fault]);
    expect((await customer.call("GET", "/me/face")).body.enrolled).toBe(false);
  });

  test("says in the reader's language what is wrong, and with which picture", async () => {
    const customer = await server.customer();
    const { id: challengeId } = await faces.challenge(customer, "enrol");
    const frames = toWire([{}, {}, {}, {}, { problem: "many_faces" }]);
    const body = { challengeId, consentVersion: 1, frames };
    const { errors } = (await customer.call("PUT", "/me/face", body)).body;
    expect(errors).toEqual([
      {
        pointer: "/frames/4",
        code: "many_faces",
        detail: "There are several faces. Be alone in the picture.",
      },
    ]);
  });

  test("refuses what is not base64, what is no picture, too many and too large", async () => {
    const customer = await server.customer();
    const put = async (frames: readonly string[]) => {
      const { id: challengeId } = await faces.challenge(customer, "enrol");
      return customer.call("PUT", "/me/face", { challengeId, consentVersion: 1, frames });
    };
    const garbled = await put([...toWire([{}]), "§§§"]);
    expect([...codeOf(garbled), garbled.body.errors[0].pointer]).toEqual([
      422,
      "invalid_request",
      "/frames/1",
    ]);
    const garbage = await put([Buffer.from("garbage").toString("base64")]);
    expect([...codeOf(garbage), ...(faultsOf(garbage) ?? [])]).toEqual([
      422,
      "poor_quality",
      "not_a_picture",
    ]);
    expect(codeOf(await put([]))).toEqual([422, "invalid_request"]);
    expect(codeOf(await put(toWire(Array.from({ length: 41 }, () => ({})))))).toEqual([
      422,
      "invalid_request",
    ]);
    const large = "A".repeat(690_000);
    expect(codeOf(await put(Array.from({ length: 13 }, () => large)))).toEqual([413, "too_large"]);
  });

  test("beside another method asks for the verified window", async () => {
    const customer = await server.customer();
    await openVerifiedWindow(customer.post, ORIGIN);
    expect((await faces.enrol(customer, customer.id)).status).toBe(200);
    const asked = await faces.challenge(customer, "enrol");
    server.clock.advanceSeconds(20);
    server.clock.advanceSeconds(POLICY.windowSeconds);
    const again = await customer.call("POST", "/face/challenges", { purpose: "enrol" });
    expect(codeOf(again)).toEqual([403, "verification_required"]);
    const body = { challengeId: asked.id, consentVersion: 1, frames: toWire([{}]) };
    const late = await customer.call("PUT", "/me/face", body);
    expect(codeOf(late)).toEqual([403, "verification_required"]);
  });

  test("anew replaces the template: the first person is a stranger from then on", async () => {
    const customer = await faces.enrolled();
    expect((await faces.verify(customer, { person: customer.id })).status).toBe(201);
    expect((await faces.enrol(customer, "the same, years later")).status).toBe(200);
    expect(codeOf(await faces.verify(customer, { person: customer.id }))).toEqual([
      401,
      "face_not_matched",
    ]);
    expect((await faces.verify(customer, { person: "the same, years later" })).status).toBe(201);
  });
});

describe("an identity check by face", () => {
  test("opens the window of this session for as long as the policy says, and is written down", async () => {
    policy = { ...POLICY, windowSeconds: 120 };
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
    policy = { ...POLICY, methods: ["passkey"] };
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
    policy = { ...POLICY, methods: ["passkey"] };
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

describe("what anybody may know", () => {
  test("is what faces are used for, and what is agreed to", async () => {
    const browser = server.browser();
    expect((await browser.call("GET", "/face")).body).toEqual({
      available: true,
      opensWindow: true,
      loginAllowed: true,
      consentVersion: 1,
    });
    facePolicy = { ...DEFAULT_FACE_POLICY, retentionDays: 90 };
    const { body } = await browser.call("GET", "/face/consent");
    expect(body).toMatchObject({ version: 1, retentionDays: 90 });
    expect(JSON.stringify(body.texts.en)).toContain("90 days");
    expect(JSON.stringify(body.texts["zh-CN"])).toContain("90 天");
    expect(body.texts.en.sections).toHaveLength(body.texts["zh-CN"].sections.length);
  });
});

describe("without the models", () => {
  test("the method is there and says that it is not available, and what is kept can be destroyed", async () => {
    const own = await startIdentityServer({ facePipeline: { unavailable: "a file is missing" } });
    try {
      const customer = await own.customer();
      const frames = [picture({}).toString("base64")];
      for (const [method, path, body] of [
        ["POST", "/face/challenges", { purpose: "enrol" }],
        ["PUT", "/me/face", { challengeId: "fch_1", consentVersion: 1, frames }],
        ["POST", "/me/verifications/face", { challengeId: "fch_1", frames }],
        ["POST", "/sessions/face", { login: customer.email, challengeId: "fch_1", frames }],
      ] as const) {
        const answer = await customer.call(method, path, body);
        expect(codeOf(answer)).toEqual([409, "method_not_available"]);
      }
      expect((await customer.call("GET", "/face")).body.available).toBe(false);
      expect((await customer.call("GET", "/me/face")).body.enrolled).toBe(false);
      expect((await customer.call("DELETE", "/me/face")).status).toBe(204);
      await openVerifiedWindow(customer.post, ORIGIN);
    } finally {
      await own.close();
    }
  });
});
