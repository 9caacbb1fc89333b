import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PASSWORD, startIdentityServer, type TestServer } from "./identity-server.fixture.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer({}, { origin: "https://mall.example" });
});
afterAll(() => server.close());

const SESSION = "__Host-tongdui_session";
const OLD = "tongdui_session";

async function whoIs(cookies: Record<string, string>) {
  const answer = await server.http.inject({ url: "/api/v1/sessions/current", cookies });
  const set = answer.headers["set-cookie"] ?? [];
  return { status: answer.statusCode, cookies: answer.cookies, set: [set].flat() };
}

/** A session as it was before the deployment had TLS, or before cookies had the prefix. */
async function oldSession(): Promise<string> {
  const { id, cookie = "" } = await server.customer();
  const sql = "update session set has_host_cookie = false where account_id = $1";
  await server.database.execute(sql, [id]);
  return cookie;
}

describe("behind TLS", () => {
  test("cookies have the prefix, Secure and Path=/, and no Domain", async () => {
    const { email } = await server.customer();
    const body = { login: email, password: PASSWORD };
    const { headers } = await server.browser().call("POST", "/sessions", body);
    const set = headers["set-cookie"] as string[];
    const attributes = "Path=/; HttpOnly; Secure; SameSite=Lax";
    expect(set).toEqual([
      expect.stringMatching(new RegExp(`^${SESSION}=[\\w.-]{66}; Max-Age=2592000; ${attributes}$`)),
      `${OLD}=; Max-Age=0; ${attributes}`,
      expect.stringMatching(
        new RegExp(`^__Host-tongdui_device=[\\w-]{43}; Max-Age=34560000; ${attributes}$`),
      ),
    ]);
  });

  test("a session of before goes on and gets the prefixed cookie at once", async () => {
    const value = await oldSession();
    const first = await whoIs({ [OLD]: value });
    expect(first.status).toBe(200);
    const renewed = first.cookies.find(({ name }) => name === SESSION)?.value ?? "";
    expect(first.cookies.find(({ name }) => name === OLD)?.value).toBe("");
    expect((await whoIs({ [SESSION]: renewed })).status).toBe(200);
    // From here on the plain name counts no longer, and does not end the session either.
    expect((await whoIs({ [OLD]: renewed })).status).toBe(401);
    expect((await whoIs({ [SESSION]: renewed })).status).toBe(200);
  });

  test("a session of before stays good while the answers with the prefixed cookie are lost", async () => {
    const value = await oldSession();
    for (let lost = 0; lost < 4; lost += 1) {
      expect((await whoIs({ [OLD]: value })).status).toBe(200);
      server.clock.advanceSeconds(61);
    }
  });

  test("a plain cookie that another site of the domain planted is nobody's", async () => {
    const mine = await server.customer();
    const planted = await server.customer();
    expect((await whoIs({ [OLD]: planted.cookie ?? "" })).status).toBe(401);
    const both = { [OLD]: planted.cookie ?? "", [SESSION]: mine.cookie ?? "" };
    expect((await whoIs(both)).status).toBe(200);
  });

  test("signing out removes the cookie under both names", async () => {
    const customer = await server.customer();
    const { headers } = await customer.call("DELETE", "/sessions/current");
    const attributes = "Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax";
    expect(headers["set-cookie"]).toEqual([`${SESSION}=; ${attributes}`, `${OLD}=; ${attributes}`]);
  });
});
