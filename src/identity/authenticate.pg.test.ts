import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Membership } from "../platform/http/caller.ts";
import { type Browser, startIdentityServer, type TestServer } from "./identity-server.fixture.ts";

const MEMBERSHIP: Membership = {
  organisationId: "shop_1",
  organisationName: "茶馆",
  kind: "shop",
  role: "owner",
  status: "approved",
};

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer({
    membershipsOf: async (_, ids) => new Map(ids.map((id) => [id, [MEMBERSHIP]])),
  });
});
afterAll(() => server.close());

const isSignedIn = async (browser: Browser) =>
  (await browser.call("GET", "/sessions/current")).status === 200;

test("the memberships of the person come with the session", async () => {
  const customer = await server.customer();
  const { body } = await customer.call("GET", "/sessions/current");
  expect(body.memberships).toEqual([MEMBERSHIP]);
});

describe("the token", () => {
  test("stays for a quarter of an hour, then is replaced on use", async () => {
    const customer = await server.customer();
    const { cookie } = customer;
    server.clock.advanceSeconds(900);
    await isSignedIn(customer);
    expect(customer.cookie).toBe(cookie);
    server.clock.advanceSeconds(1);
    expect(await isSignedIn(customer)).toBe(true);
    expect(customer.cookie).not.toBe(cookie);
    expect(await isSignedIn(customer)).toBe(true);
  });

  test("is replaced once when a page sends many requests at the same moment", async () => {
    const { cookie } = await server.customer();
    server.clock.advanceSeconds(901);
    // With connections at hand, all read the old token before the first replaces it.
    const connect = () => server.database.query("select pg_sleep(0.05)");
    await Promise.all(Array.from({ length: 8 }, connect));
    const tabs = Array.from({ length: 8 }, () => server.browser(cookie));
    expect(await Promise.all(tabs.map(isSignedIn))).toEqual(Array(8).fill(true));
    const renewed = tabs.filter((tab) => tab.cookie !== cookie);
    expect(renewed).toHaveLength(1);
    // All tabs share the renewed cookie from here on, at the same moment too.
    const after = Array.from({ length: 8 }, () => server.browser(renewed[0]?.cookie));
    expect(await Promise.all(after.map(isSignedIn))).toEqual(Array(8).fill(true));
    server.clock.advanceSeconds(600);
    expect(await Promise.all(after.map(isSignedIn))).toEqual(Array(8).fill(true));
  });

  test("stays good when the answer with the newer one is lost, again and again", async () => {
    const customer = await server.customer();
    const { cookie } = customer;
    for (const seconds of [901, 61, 3600, 86_400, 5 * 86_400]) {
      server.clock.advanceSeconds(seconds);
      const { status } = await customer.call("GET", "/sessions/current", undefined, {
        loseAnswer: true,
      });
      expect([seconds, status, customer.cookie]).toEqual([seconds, 200, cookie]);
    }
    server.clock.advanceSeconds(61);
    expect(await isSignedIn(customer)).toBe(true);
    expect(customer.cookie).not.toBe(cookie);
    server.clock.advanceSeconds(61);
    expect(await isSignedIn(customer)).toBe(true);
  });

  test("that was replaced is honoured for a minute after the newer one was used", async () => {
    const customer = await server.customer();
    const old = server.browser(customer.cookie);
    server.clock.advanceSeconds(901);
    await isSignedIn(customer);
    server.clock.advanceSeconds(3600);
    expect(await isSignedIn(customer)).toBe(true);
    server.clock.advanceSeconds(60);
    expect(await isSignedIn(old)).toBe(true);
    expect(await isSignedIn(customer)).toBe(true);
  });

  test.each(["owner", "thief"])(
    "ends the session for both when it comes back after the %s used a newer one",
    async (quicker) => {
      const owner = await server.customer();
      const thief = server.browser(owner.cookie);
      const [quick, slow] = quicker === "owner" ? [owner, thief] : [thief, owner];
      server.clock.advanceSeconds(901);
      await isSignedIn(quick);
      await isSignedIn(quick);
      server.clock.advanceSeconds(61);
      expect(await isSignedIn(slow)).toBe(false);
      expect(slow.cookie).toBeUndefined();
      expect(await isSignedIn(quick)).toBe(false);
    },
  );

  test("that was replaced long ago ends the session too", async () => {
    const victim = await server.customer();
    const thief = server.browser(victim.cookie);
    for (let rotation = 0; rotation < 3; rotation += 1) {
      server.clock.advanceSeconds(901);
      await isSignedIn(thief);
    }
    expect(await isSignedIn(victim)).toBe(false);
    expect(await isSignedIn(thief)).toBe(false);
  });
});

describe("a session", () => {
  test("ends when it was not used for 30 days", async () => {
    const customer = await server.customer();
    server.clock.advanceSeconds(30 * 86_400);
    expect(await isSignedIn(customer)).toBe(false);
    expect(customer.cookie).toBeUndefined();
  });

  test("ends after 90 days, however much it is used", async () => {
    const customer = await server.customer();
    for (let day = 0; day < 89; day += 20) {
      expect(await isSignedIn(customer)).toBe(true);
      server.clock.advanceSeconds(20 * 86_400);
    }
    expect(await isSignedIn(customer)).toBe(false);
  });

  test("whose cookie was lost is removed at the next sign-in", async () => {
    const { id, email } = await server.customer();
    server.clock.advanceSeconds(31 * 86_400);
    await server.browser().post("/sessions", { login: email, password: "correct horse battery" });
    const rows = await server.database.query("select 1 from session where account_id = $1", [id]);
    expect(rows).toHaveLength(1);
  });
});
