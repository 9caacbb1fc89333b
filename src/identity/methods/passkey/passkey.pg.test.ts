import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  ORIGIN,
  PASSWORD,
  startIdentityServer,
  type TestServer,
} from "../../identity-server.fixture.ts";
import {
  type Misbehaviour,
  openVerifiedWindow,
  type SoftwareAuthenticator,
  softwareAuthenticator,
} from "../../software-authenticator.fixture.ts";

let policy = { windowSeconds: 300, methods: ["passkey"] };
let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer({ verificationPolicy: async () => policy });
});
afterAll(() => server.close());
beforeEach(() => {
  policy = { windowSeconds: 300, methods: ["passkey"] };
});

type Customer = Awaited<ReturnType<TestServer["customer"]>>;
// biome-ignore lint/suspicious/noExplicitAny: options are WebAuthn's own.
type Options = { options: any };

const VERIFY = "/me/verifications/passkey";
const REGISTER = "/me/passkeys/registration";
const start = async (customer: Customer, path: string) =>
  ((await customer.post(path)) as Options).options;
const finish = (customer: Customer, path: string, response: unknown) =>
  customer.call("POST", `${path}/finish`, { response });

async function customerWithPasskey() {
  const customer = await server.customer();
  const device = softwareAuthenticator({ origin: ORIGIN });
  const options = await start(customer, REGISTER);
  await customer.post(`${REGISTER}/finish`, { response: device.register(options), name: "手机" });
  return { customer, device };
}

/** Opens the window, which one more passkey asks for. */
const confirm = async (customer: Customer, device: SoftwareAuthenticator) => {
  const answer = await finish(customer, VERIFY, device.answer(await start(customer, VERIFY)));
  expect(answer.status).toBe(201);
};

const windowOf = async (customer: Customer) => {
  const { body } = await customer.call("GET", "/sessions/current");
  return [body.verifiedUntil, body.verifiedBy];
};

describe("registering a passkey", () => {
  test("asks the device for a person who is checked, and keeps the key", async () => {
    const customer = await server.customer();
    const device = softwareAuthenticator({ origin: ORIGIN });
    const options = await start(customer, REGISTER);
    expect(options).toMatchObject({
      rp: { id: "localhost" },
      user: { name: customer.email },
      attestation: "none",
      authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
      excludeCredentials: [],
    });
    const answer = await finish(customer, REGISTER, device.register(options));
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^pky_/),
      name: "Passkey",
      createdAt: expect.stringMatching(/Z$/),
    });
    const { body } = await customer.call("GET", "/me/passkeys");
    expect(body).toEqual({ items: [{ ...answer.body, lastUsedAt: null }], nextCursor: null });
  });

  test.each<[string, Misbehaviour]>([
    ["from another origin", { origin: "https://evil.example" }],
    ["for another RP id", { rpId: "evil.example" }],
    ["without checking the person", { userVerified: false }],
  ])("refuses a key made %s", async (_, misbehaviour) => {
    const customer = await server.customer();
    const device = softwareAuthenticator({ origin: ORIGIN });
    const options = await start(customer, REGISTER);
    const answer = await finish(customer, REGISTER, device.register(options, misbehaviour));
    expect([answer.status, answer.body.code]).toEqual([401, "passkey_not_verified"]);
    expect((await customer.call("GET", "/me/passkeys")).body.items).toEqual([]);
  });

  test("tells the browser which passkeys there are, and refuses one of them", async () => {
    const { customer, device } = await customerWithPasskey();
    await confirm(customer, device);
    const response = device.register(await start(customer, REGISTER));
    expect((await finish(customer, REGISTER, response)).status).toBe(201);
    const again = await start(customer, REGISTER);
    expect(again.excludeCredentials.map((one: { id: string }) => one.id)).toContain(response.id);
    // The same attested key with the new challenge, as a device that ignores the exclusion sends it.
    const clientData = { type: "webauthn.create", challenge: again.challenge, origin: ORIGIN };
    response.response.clientDataJSON = Buffer.from(JSON.stringify(clientData)).toString(
      "base64url",
    );
    const answer = await finish(customer, REGISTER, response);
    expect([answer.status, answer.body.code]).toEqual([409, "passkey_already_registered"]);
  });

  test("beside another asks for the verified window, at the start and at the end", async () => {
    const { customer, device } = await customerWithPasskey();
    const early = await customer.call("POST", REGISTER);
    expect([early.status, early.body.code]).toEqual([403, "verification_required"]);
    await confirm(customer, device);
    const options = await start(customer, REGISTER);
    server.clock.advanceSeconds(policy.windowSeconds);
    const late = await finish(customer, REGISTER, device.register(options));
    expect([late.status, late.body.code]).toEqual([403, "verification_required"]);
    expect((await customer.call("GET", "/me/passkeys")).body.items).toHaveLength(1);
  });

  test("asks for no proof that the policy does not count", async () => {
    const { customer, device } = await customerWithPasskey();
    policy = { windowSeconds: 300, methods: ["face"] };
    const answer = await finish(
      customer,
      REGISTER,
      device.register(await start(customer, REGISTER)),
    );
    expect(answer.status).toBe(201);
  });

  test("is told to the account's owner, and so is its end", async () => {
    const { customer } = await customerWithPasskey();
    const { id } = (await customer.call("GET", "/me/passkeys")).body.items[0];
    await customer.call("DELETE", `/me/passkeys/${id}`);
    const { items } = (await customer.call("GET", "/me/notifications")).body;
    const kinds = items.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(["passkey_removed", "passkey_added"]);
  });

  test("spends the challenge on the first answer, right or wrong", async () => {
    const customer = await server.customer();
    const device = softwareAuthenticator({ origin: ORIGIN });
    const options = await start(customer, REGISTER);
    await finish(customer, REGISTER, device.register(options, { rpId: "evil.example" }));
    const answer = await finish(customer, REGISTER, device.register(options));
    expect(answer.body.code).toBe("passkey_not_verified");
  });
});

describe("an identity check by passkey", () => {
  test("opens the window of this session for as long as the policy says, and records it", async () => {
    policy = { windowSeconds: 120, methods: ["passkey"] };
    const { customer, device } = await customerWithPasskey();
    const options = await start(customer, VERIFY);
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required" });
    const answer = await finish(customer, VERIFY, device.answer(options));
    const until = new Date(server.clock.now() + 120_000).toISOString();
    expect(answer).toMatchObject({
      status: 201,
      body: { method: "passkey", verifiedUntil: until },
    });
    expect(await windowOf(customer)).toEqual([until, "passkey"]);
    const { body } = await customer.call("GET", "/me/passkeys");
    expect(body.items[0].lastUsedAt).toBe(new Date(server.clock.now()).toISOString());
    const uses = await server.database.query(
      "select method from verification_use where account_id = $1",
      [customer.id],
    );
    expect(uses).toEqual([{ method: "passkey" }]);
    server.clock.advanceSeconds(120);
    expect(await windowOf(customer)).toEqual([null, null]);
  });

  test("opens no window on another session of the same person", async () => {
    const customer = await server.customer();
    const elsewhere = server.browser();
    await elsewhere.post("/sessions", { login: customer.email, password: PASSWORD });
    const { verifiedUntil } = await openVerifiedWindow(customer.post, ORIGIN);
    expect(await windowOf(customer)).toEqual([verifiedUntil, "passkey"]);
    const { body } = await elsewhere.call("GET", "/sessions/current");
    expect(body.verifiedUntil).toBeNull();
  });

  test("stays open when the session's token is replaced", async () => {
    policy = { windowSeconds: 1800, methods: ["passkey"] };
    const customer = await server.customer();
    const { verifiedUntil } = await openVerifiedWindow(customer.post, ORIGIN);
    server.clock.advanceSeconds(901);
    expect(await windowOf(customer)).toEqual([verifiedUntil, "passkey"]);
    expect(await windowOf(customer)).toEqual([verifiedUntil, "passkey"]);
  });

  test.each<[string, Misbehaviour]>([
    ["from another origin", { origin: "https://evil.example" }],
    ["from the same host by another scheme", { origin: "https://localhost:3000" }],
    ["for another RP id", { rpId: "evil.example" }],
    ["without checking the person", { userVerified: false }],
    ["with another key", { foreignKey: true }],
  ])("refuses an answer made %s, and spends the challenge", async (_, misbehaviour) => {
    const { customer, device } = await customerWithPasskey();
    const options = await start(customer, VERIFY);
    const answer = await finish(customer, VERIFY, device.answer(options, misbehaviour));
    expect([answer.status, answer.body.code]).toEqual([401, "passkey_not_verified"]);
    const right = await finish(customer, VERIFY, device.answer(options));
    expect(right.body.code).toBe("passkey_not_verified");
    expect(await windowOf(customer)).toEqual([null, null]);
  });

  test("takes an answer once, even when it is sent many times at once", async () => {
    const { customer, device } = await customerWithPasskey();
    const response = device.answer(await start(customer, VERIFY));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => finish(customer, VERIFY, response)),
    );
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array(5).fill(401)]);
  });

  test("takes no answer after five minutes", async () => {
    const { customer, device } = await customerWithPasskey();
    const options = await start(customer, VERIFY);
    server.clock.advanceSeconds(300);
    const answer = await finish(customer, VERIFY, device.answer(options));
    expect(answer.body.code).toBe("passkey_not_verified");
  });

  test("takes no answer to the challenge of a registration, nor of another session", async () => {
    const { customer, device } = await customerWithPasskey();
    const other = await customerWithPasskey();
    await confirm(customer, device);
    const registration = await start(customer, REGISTER);
    const foreign = await start(other.customer, VERIFY);
    for (const { challenge } of [registration, foreign]) {
      await start(customer, VERIFY);
      const answer = await finish(customer, VERIFY, device.answer({ challenge }));
      expect(answer.body.code).toBe("passkey_not_verified");
    }
  });

  test("refuses a device whose counter stands still, for it was copied", async () => {
    const { customer, device } = await customerWithPasskey();
    const counters = [5, 5, 4, 6];
    const statuses: number[] = [];
    for (const counter of counters) {
      const options = await start(customer, VERIFY);
      statuses.push((await finish(customer, VERIFY, device.answer(options, { counter }))).status);
    }
    expect(statuses).toEqual([201, 401, 401, 201]);
  });

  test("takes a device that does not count", async () => {
    const { customer, device } = await customerWithPasskey();
    for (let use = 0; use < 2; use += 1) {
      const options = await start(customer, VERIFY);
      const answer = await finish(customer, VERIFY, device.answer(options, { counter: 0 }));
      expect(answer.status).toBe(201);
    }
  });

  test("refuses the passkey of another account", async () => {
    const { customer } = await customerWithPasskey();
    const other = await customerWithPasskey();
    const options = await start(customer, VERIFY);
    const { challenge } = options;
    const answer = await finish(customer, VERIFY, other.device.answer({ challenge }));
    expect([answer.status, answer.body.code]).toEqual([401, "passkey_not_verified"]);
    expect(await windowOf(customer)).toEqual([null, null]);
  });

  test("needs a passkey, and a policy that counts it", async () => {
    const customer = await server.customer();
    const without = await customer.call("POST", VERIFY);
    expect([without.status, without.body.code]).toEqual([409, "passkey_not_registered"]);
    const { customer: other, device } = await customerWithPasskey();
    const options = await start(other, VERIFY);
    policy = { windowSeconds: 300, methods: [] };
    const excluded = await other.call("POST", VERIFY);
    expect([excluded.status, excluded.body.code]).toEqual([409, "method_not_available"]);
    const late = await finish(other, VERIFY, device.answer(options));
    expect(late.body.code).toBe("method_not_available");
  });
});

describe("one's own passkeys", () => {
  test("are listed page by page", async () => {
    const { customer, device } = await customerWithPasskey();
    server.clock.advanceSeconds(1);
    await confirm(customer, device);
    await finish(customer, REGISTER, device.register(await start(customer, REGISTER)));
    const first = await customer.call("GET", "/me/passkeys?limit=1");
    expect(first.body.items.map((one: { name: string }) => one.name)).toEqual(["手机"]);
    const next = await customer.call("GET", `/me/passkeys?limit=1&cursor=${first.body.nextCursor}`);
    expect(next.body.items.map((one: { name: string }) => one.name)).toEqual(["Passkey"]);
    expect(next.body.nextCursor).toBeNull();
    const bad = await customer.call("GET", "/me/passkeys?cursor=nonsense");
    expect([bad.status, bad.body.errors[0].pointer]).toEqual([422, "/query/cursor"]);
  });

  test("can be removed, the last one too; those of others are not found", async () => {
    const { customer } = await customerWithPasskey();
    const stranger = await server.customer();
    const { id } = (await customer.call("GET", "/me/passkeys")).body.items[0];
    expect((await stranger.call("DELETE", `/me/passkeys/${id}`)).status).toBe(404);
    expect((await customer.call("DELETE", `/me/passkeys/${id}`)).status).toBe(204);
    expect((await customer.call("DELETE", `/me/passkeys/${id}`)).status).toBe(404);
    expect((await customer.call("POST", VERIFY)).body.code).toBe("passkey_not_registered");
  });

  test("are for those who are signed in", async () => {
    const anybody = server.browser();
    for (const [method, path] of [
      ["POST", REGISTER],
      ["POST", VERIFY],
      ["GET", "/me/passkeys"],
      ["DELETE", "/me/passkeys/pky_1"],
    ] as const) {
      expect((await anybody.call(method, path)).body.code).toBe("not_signed_in");
    }
  });
});
