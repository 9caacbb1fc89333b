import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, startIdentityServer, type TestServer } from "./identity-server.fixture.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer();
});
afterAll(() => server.close());

async function signIn(login: string, password: string) {
  const { status, body, headers } = await server
    .browser()
    .call("POST", "/sessions", { login, password });
  return { status, code: body.code, body, headers };
}

async function failTimes(login: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) {
    statuses.push((await signIn(login, "wrong password")).status);
  }
  return statuses;
}

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

describe("after ten failures", () => {
  test("a login has to wait, even with the right password, until the quarter of an hour is over", async () => {
    const { email } = await server.customer();
    expect(await failTimes(email, 10)).toEqual(Array(10).fill(401));
    server.clock.advanceSeconds(60);
    const blocked = await signIn(email, PASSWORD);
    expect([blocked.status, blocked.code]).toEqual([429, "rate_limited"]);
    expect(blocked.headers["retry-after"]).toBe("840");
    server.clock.advanceSeconds(840);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });

  test("an unknown login has to wait just the same, in every spelling", async () => {
    expect(await failTimes("13700000000", 10)).toEqual(Array(10).fill(401));
    const blocked = await signIn("+86 137-0000-0000", "wrong password");
    expect([blocked.status, blocked.headers["retry-after"]]).toEqual([429, "900"]);
  });

  test("another login is not affected", async () => {
    const { email } = await server.customer();
    await failTimes("13700000001", 11);
    expect((await signIn(email, PASSWORD)).status).toBe(201);
  });
});

test("a success clears the count", async () => {
  const { email } = await server.customer();
  await failTimes(email, 9);
  expect((await signIn(email, PASSWORD)).status).toBe(201);
  expect(await failTimes(email, 10)).toEqual(Array(10).fill(401));
});

test("the count starts anew when the quarter of an hour is over", async () => {
  const { email } = await server.customer();
  await failTimes(email, 9);
  server.clock.advanceSeconds(900);
  expect(await failTimes(email, 10)).toEqual(Array(10).fill(401));
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
  const pending = await server.database.transaction(async (sql) => {
    await sql.execute("update login_failure set failures = 10 where failures = 9");
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

test("counts of old failures are swept away by new ones", async () => {
  await failTimes("13700000002", 1);
  server.clock.advanceSeconds(901);
  await failTimes("13700000003", 1);
  const rows = await server.database.query("select 1 from login_failure");
  expect(rows).toHaveLength(1);
});

test("neither the token nor the login that was typed is stored", async () => {
  const { cookie = "" } = await server.customer();
  await failTimes("my-secret-password", 1);
  const rows = await server.database.query<{ dump: string }>(
    `select session::text as dump from session
     union all select login_failure::text from login_failure`,
  );
  const dump = rows.map((row) => row.dump).join("\n");
  for (const secret of [...cookie.split("."), "my-secret-password"]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(Buffer.from(secret).toString("hex"));
  }
});
