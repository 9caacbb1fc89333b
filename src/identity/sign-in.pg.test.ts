import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Browser,
  PASSWORD,
  startIdentityServer,
  type TestServer,
} from "./identity-server.fixture.ts";
import { countFailure, subjectsOf } from "./throttle/throttle.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer();
});
afterAll(() => server.close());

/** From a browser that nobody signed in with before. */
async function signIn(login: string, password: string, address = HERE) {
  return signInWith(server.browser(), { login, password, address });
}

type Attempt = { login: string; password: string; address: string };

async function signInWith(browser: Browser, { login, password, address }: Attempt) {
  const { status, body, headers } = await browser.call(
    "POST",
    "/sessions",
    { login, password },
    { address },
  );
  return { status, code: body.code, body, headers };
}

async function failTimes(login: string, times: number, address = HERE): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) {
    statuses.push((await signIn(login, "wrong password", address)).status);
  }
  return statuses;
}

const HERE = "198.51.100.1";
const ELSEWHERE = "203.0.113.9";

describe("signing in", () => {
  test("answers the account and a session of its own each time", async () => {
    const { id, email, cookie } = await server.customer();
    const browser = server.browser(cookie);
    const first = await signIn(email.toUpperCase(), PASSWORD);
    expect(first.status).toBe(201);
    expect(first.body.account).toMatchObject({ id, kind: "customer", phone: null, email });
    await browser.post("/sessions", { login: email, password: PASSWORD });
    expect(browser.cookie).not.toBe(cookie);
    // The session that this browser had before is over.
    expect((await server.browser(cookie).call("GET", "/sessions/current")).status).toBe(401);
  });

  test.each(["unknown@example.com", "13900000000", "not a login", ""])(
    "answers %j, which nobody has, like a wrong password",
    async (login) => {
      const { email } = await server.customer();
      const unknown = await signIn(login, PASSWORD);
      const wrong = await signIn(email, "wrong password");
      expect([unknown.status, unknown.code]).toEqual([401, "bad_credentials"]);
      expect(unknown.body).toEqual(wrong.body);
    },
  );

  test("takes a password composed in another way as the same", async () => {
    const email = "accent@example.com";
    const body = { email, password: "caf\u00e9 au lait", displayName: "A" };
    await server.browser().post("/customers", body);
    expect((await signIn(email, "cafe\u0301 au lait")).status).toBe(201);
  });

  test("signing out ends the session and removes the cookie", async () => {
    const customer = await server.customer();
    const { cookie } = customer;
    expect((await customer.call("DELETE", "/sessions/current")).status).toBe(204);
    expect(customer.cookie).toBeUndefined();
    const after = await server.browser(cookie).call("GET", "/sessions/current");
    expect([after.status, after.body.code]).toEqual([401, "not_signed_in"]);
  });

  test("a cookie that was never ours is nobody's", async () => {
    for (const cookie of ["", "x", `${"a".repeat(22)}.${"b".repeat(43)}`]) {
      expect((await server.browser(cookie).call("GET", "/sessions/current")).status).toBe(401);
    }
  });
});

describe("after ten failures from one address", () => {
  test("a login has to wait there, even with the right password, longer each time", async () => {
    const { email } = await server.customer();
    expect(await failTimes(email, 10)).toEqual(Array(10).fill(401));
    server.clock.advanceSeconds(20);
    const blocked = await signIn(email, PASSWORD);
    expect([blocked.status, blocked.code]).toEqual([429, "rate_limited"]);
    expect(blocked.headers["retry-after"]).toBe("40");
    server.clock.advanceSeconds(40);
    expect(await failTimes(email, 2)).toEqual([401, 429]);
    expect((await signIn(email, PASSWORD)).headers["retry-after"]).toBe("120");
    server.clock.advanceSeconds(120);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  test("an unknown login has to wait just the same, in every spelling", async () => {
    expect(await failTimes("13700000000", 10)).toEqual(Array(10).fill(401));
    const blocked = await signIn("+86 137-0000-0000", "wrong password");
    expect([blocked.status, blocked.headers["retry-after"]]).toEqual([429, "60"]);
    expect((await signIn("13700000000", "wrong password", ELSEWHERE)).status).toBe(401);
  });

  test("another login is not affected", async () => {
    const { email } = await server.customer();
    await failTimes("13700000001", 11);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  test("its owner signs in from another address, and here in a browser of before", async () => {
    const owner = await server.customer();
    await failTimes(owner.email, 11);
    const right = { login: owner.email, password: PASSWORD };
    expect((await signIn(owner.email, PASSWORD)).status).toBe(429);
    expect((await signIn(owner.email, PASSWORD, ELSEWHERE)).status).toBe(201);
    const known = server.browser(undefined, owner.device);
    expect((await signInWith(known, { ...right, address: HERE })).status).toBe(201);
    expect((await signIn(owner.email, PASSWORD)).status).toBe(429);
  });
});

describe("a known device", () => {
  const wrong = (login: string) => ({ login, password: "wrong password", address: HERE });
  const right = (login: string) => ({ login, password: PASSWORD, address: HERE });

  test("guesses ten times and waits like any other", async () => {
    const { email, device } = await server.customer();
    const known = server.browser(undefined, device);
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await signInWith(known, wrong(email))).status).toBe(401);
    }
    expect((await signInWith(known, right(email))).status).toBe(429);
    // It is known no longer, so what others do holds for it too.
    server.clock.advanceSeconds(60);
    await failTimes(email, 1);
    expect((await signInWith(known, right(email))).status).toBe(429);
  });

  test("of many guesses made at once learns the outcome of ten", async () => {
    const { email, device } = await server.customer();
    const guesses = Array.from({ length: 30 }, () =>
      signInWith(server.browser(undefined, device), wrong(email)),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  test("of one account is unknown to another", async () => {
    const [mine, other] = [await server.customer(), await server.customer()];
    await failTimes(other.email, 11);
    const known = server.browser(undefined, mine.device);
    expect((await signInWith(known, right(other.email))).status).toBe(429);
  });

  test("stays known to all who sign in there, with a new cookie each time, answers lost or not", async () => {
    const [first, second] = [await server.customer(), await server.customer()];
    const till = server.browser(undefined, first.device);
    expect((await signInWith(till, right(second.email))).status).toBe(201);
    expect(till.device).not.toBe(first.device);
    const lost = { loseAnswer: true, address: HERE };
    await till.call("POST", "/sessions", { login: first.email, password: PASSWORD }, lost);
    await failTimes(first.email, 11);
    await failTimes(second.email, 11);
    const again = server.browser(undefined, till.device);
    expect((await signInWith(again, right(second.email))).status).toBe(201);
    expect((await signInWith(again, right(first.email))).status).toBe(201);
  });

  test("is one of twenty at most, and forgotten with its cookie after 400 days", async () => {
    const { email, id } = await server.customer();
    for (let count = 0; count < 22; count += 1) await signIn(email, PASSWORD);
    const devices = () =>
      server.database.query("select 1 from known_device where account_id = $1", [id]);
    expect(await devices()).toHaveLength(20);
    server.clock.advanceSeconds(401 * 86_400);
    for (const job of server.identity.jobs) await job.run(new AbortController().signal);
    expect(await devices()).toHaveLength(0);
  });

  test("is a cookie that scripts cannot read and that lasts 400 days", async () => {
    const { email } = await server.customer();
    const { headers } = await signIn(email, PASSWORD);
    expect(headers["set-cookie"]).toContainEqual(
      expect.stringMatching(
        /^tongdui_device=[\w-]{43}; Max-Age=34560000; Path=\/; HttpOnly; SameSite=Lax$/,
      ),
    );
  });
});

test("guesses at one login from many addresses make unknown browsers wait, known ones not", async () => {
  const owner = await server.customer();
  const addressOf = (guess: number) => `2001:db8:0:${guess.toString(16)}::1`;
  const statuses: number[] = [];
  for (let guess = 0; guess < 52; guess += 1) {
    statuses.push((await signIn(owner.email, "wrong password", addressOf(guess))).status);
  }
  expect(statuses).toEqual([...Array(50).fill(401), 429, 429]);
  expect((await signIn(owner.email, PASSWORD, ELSEWHERE)).status).toBe(429);
  const known = server.browser(undefined, owner.device);
  const right = { login: owner.email, password: PASSWORD, address: ELSEWHERE };
  expect((await signInWith(known, right)).status).toBe(201);
});

test("guesses at many logins from one address come to an end, other addresses go on", async () => {
  const { email } = await server.customer();
  const stuffing = "2001:db8:ffff:1::";
  // The failures before, without the work of comparing passwords.
  const { address } = subjectsOf(server.deps, { loginHash: Buffer.alloc(32), address: stuffing });
  for (let guess = 0; guess < 297; guess += 1) {
    const now = server.clock.now();
    await server.database.transaction((sql) => countFailure(sql, { address }, now));
  }
  const statuses: number[] = [];
  for (let guess = 0; guess < 5; guess += 1) {
    // Within one network the last half of an IPv6 address is free to choose.
    const from = `${stuffing}${guess.toString(16)}`;
    statuses.push((await signIn(`victim${guess}@example.com`, PASSWORD, from)).status);
  }
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
  expect((await signIn(email, PASSWORD, `${stuffing}1`)).status).toBe(429);
  expect((await signIn(email, PASSWORD)).status).toBe(201);
});

test("a success clears the count", async () => {
  const { email } = await server.customer();
  await failTimes(email, 9);
  expect((await signIn(email, PASSWORD)).status).toBe(201);
  expect(await failTimes(email, 10)).toEqual(Array(10).fill(401));
});

test("one failure is forgotten every hour", async () => {
  const { email } = await server.customer();
  await failTimes(email, 9);
  server.clock.advanceSeconds(3600);
  expect(await failTimes(email, 3)).toEqual([401, 401, 429]);
});

test("of many guesses made at once only ten learn how they fared", async () => {
  const { email } = await server.customer();
  const guesses = Array.from({ length: 30 }, () => signIn(email, "wrong password"));
  const statuses = (await Promise.all(guesses)).map((answer) => answer.status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  expect((await signIn(email, PASSWORD)).status).toBe(429);
});

test("the right password is refused when the tenth failure is counted while it is compared", async () => {
  const { email } = await server.customer();
  await failTimes(email, 9);
  const waitsUntil = new Date(server.clock.now() + 60_000).toISOString();
  const pending = await server.database.transaction(async (sql) => {
    await sql.execute("update sign_in_failure set waits_until = $1", [waitsUntil]);
    const right = signIn(email, PASSWORD);
    await untilSomebodyWaits();
    return { right };
  });
  expect((await pending.right).status).toBe(429);
});

async function untilSomebodyWaits(): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock'";
  while ((await server.database.query(waiting)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test("counts that have drained are swept away by new ones", async () => {
  await failTimes("13700000002", 1);
  server.clock.advanceSeconds(400 * 86_400);
  const now = new Date(server.clock.now()).toISOString();
  for (let login = 0; login < 50; login += 1) await failTimes(`1370001${1000 + login}`, 1);
  const drained = "select 1 from sign_in_failure where drains_at <= $1";
  expect(await server.database.query(drained, [now])).toHaveLength(0);
});

test("neither the token nor the login that was typed is stored", async () => {
  const { cookie = "", device = "" } = await server.customer();
  await failTimes("my-secret-password", 1);
  const rows = await server.database.query<{ dump: string }>(
    `select session::text as dump from session
     union all select sign_in_failure::text from sign_in_failure
     union all select known_device::text from known_device`,
  );
  const dump = rows.map((row) => row.dump).join("\n");
  for (const secret of [...cookie.split("."), device, "my-secret-password"]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(Buffer.from(secret).toString("hex"));
  }
});
