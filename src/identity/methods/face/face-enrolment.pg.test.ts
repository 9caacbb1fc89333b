import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ORIGIN, startIdentityServer, type TestServer } from "../../identity-server.fixture.ts";
import { openVerifiedWindow } from "../../software-authenticator.fixture.ts";
import { DEFAULT_FACE_POLICY } from "./face-context.ts";
import { BOTH_METHODS, codeOf, faceCustomers, faultsOf } from "./face-customer.fixture.ts";
import { type Look, picture, scriptedPipeline, toWire } from "./scripted-pipeline.fixture.ts";

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
    policy = { ...BOTH_METHODS, methods: ["passkey"] };
    expect(codeOf(await ask("verify"))).toEqual([409, "method_not_available"]);
    expect((await ask("login")).status).toBe(201);
    facePolicy = { ...DEFAULT_FACE_POLICY, loginAllowed: false };
    expect(codeOf(await ask("login"))).toEqual([409, "method_not_available"]);
    expect(codeOf(await ask("enrol"))).toEqual([409, "method_not_available"]);
    policy = BOTH_METHODS;
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
    server.clock.advanceSeconds(BOTH_METHODS.windowSeconds);
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
