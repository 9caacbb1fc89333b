import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, startIdentityServer, type TestServer } from "./identity-server.fixture.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer();
});
afterAll(() => server.close());

const register = (body: object) =>
  server.browser().call("POST", "/customers", { password: PASSWORD, displayName: "王丽", ...body });

describe("registering", () => {
  test("answers the account and signs in with a cookie that scripts cannot read", async () => {
    const browser = server.browser();
    const answer = await browser.call("POST", "/customers", {
      phone: "138 0013 8000",
      email: "Wang.Li@Example.com",
      password: PASSWORD,
      displayName: " 王丽 ",
    });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^cus_/),
      kind: "customer",
      displayName: "王丽",
      phone: "+8613800138000",
      email: "wang.li@example.com",
    });
    const [session] = answer.headers["set-cookie"] as string[];
    expect(session).toMatch(
      /^tongdui_session=[\w.-]{66}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const current = await browser.call("GET", "/sessions/current");
    expect(current.body).toEqual({
      account: answer.body,
      memberships: [],
      verifiedUntil: null,
      verifiedBy: null,
    });
  });

  test.each([
    [{}, 422, "invalid_request", "/phone"],
    [{ phone: "12" }, 422, "invalid_request", "/phone"],
    [{ email: "nobody" }, 422, "invalid_request", "/email"],
    [{ email: "a@b.cn", displayName: " " }, 422, "invalid_request", "/displayName"],
    [{ email: "a@b.cn", nickname: "x" }, 422, "invalid_request", "/nickname"],
    [{ email: "a@b.cn", password: "" }, 422, "weak_password", "/password"],
    [{ email: "a@b.cn", password: "password1" }, 422, "weak_password", "/password"],
    [{ phone: "13800138001", password: "13800138001" }, 422, "weak_password", "/password"],
  ])("refuses %j with %i %s", async (body, status, code, pointer) => {
    const answer = await register(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.errors[0].pointer).toBe(pointer);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test.each([
    [{ phone: "13800138002" }, { phone: "+86 138-0013-8002" }],
    [{ email: "once@example.com" }, { email: "ONCE@example.com" }],
    [{ email: "two@example.com", phone: "13800138003" }, { phone: "13800138003" }],
  ])("refuses a login that is taken, in any spelling: %j then %j", async (first, second) => {
    expect((await register(first)).status).toBe(201);
    const again = await register(second);
    expect([again.status, again.body.code]).toEqual([409, "already_registered"]);
  });

  test("lets one of many who register the same login at once succeed", async () => {
    const body = { phone: "13800138009" };
    const answers = await Promise.all(Array.from({ length: 12 }, () => register(body)));
    const statuses = answers.map((answer) => answer.status).sort();
    expect(statuses).toEqual([201, ...Array(11).fill(409)]);
  });
});

describe("the doors for other modules", () => {
  test("find an account by its login in any spelling", async () => {
    const { id } = (await register({ phone: "13800138010" })).body;
    const { identity, database } = server;
    const found = { id, displayName: "王丽" };
    expect(await identity.findAccountByLogin(database, "+86 138 0013 8010")).toEqual(found);
    expect(await identity.findAccountByLogin(database, "13800138011")).toBeNull();
    expect(await identity.findAccountByLogin(database, "nobody")).toBeNull();
  });

  test("register staff and customers without a login", async () => {
    const { identity, database } = server;
    const before = await identity.countCustomers(database);
    const staff = await identity.registerAccount(database, {
      kind: "staff",
      email: "ops@example.com",
      password: PASSWORD,
      displayName: "Ops",
    });
    expect(staff).toEqual({ ok: true, value: { id: expect.stringMatching(/^stf_/) } });
    const { id } = await identity.createCustomerWithoutLogin(database, { displayName: "17850" });
    const names = await identity.displayNames(database, [id, "cus_unknown"]);
    expect([...names]).toEqual([[id, "17850"]]);
    expect(await identity.countCustomers(database)).toBe(before + 1);
  });

  test("leave a caller's transaction usable when a login is taken", async () => {
    const { identity, database } = server;
    const input = { kind: "staff", email: "twice@example.com", password: PASSWORD } as const;
    const outcome = await database.transaction(async (sql) => {
      await identity.registerAccount(sql, { ...input, displayName: "First" });
      const second = await identity.registerAccount(sql, { ...input, displayName: "Second" });
      const found = await identity.findAccountByLogin(sql, input.email);
      return { code: second.ok ? null : second.refusal.code, name: found?.displayName };
    });
    expect(outcome).toEqual({ code: "already_registered", name: "First" });
  });
});
