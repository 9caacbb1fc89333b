import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hire, type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
afterAll(() => mall.close());

const SIDES = [
  { kind: "shop", path: "/shops", role: "cashier", wrongRole: "staff" },
  { kind: "seller", path: "/sellers", role: "staff", wrongRole: "cashier" },
] as const;

const WANG = "wang@example.com";

async function apply(path: string, as = "cus_lin"): Promise<string> {
  const applied = await mall.call(as, `POST ${path}`, { name: "竹里茶坊" });
  const one = `${path}/${String(applied.body.id)}`;
  await mall.call("stf_admin", `POST /operator${one}/approve`);
  return one;
}

describe.each(SIDES)("the staff of a $kind", ({ path, role, wrongRole }) => {
  let one: string;
  beforeEach(async () => {
    one = await apply(path);
  });

  test("starts with the owner; who has accepted comes after, by name", async () => {
    mall.clock.advanceSeconds(1);
    await hire(mall, { at: one, accountId: "cus_wang", role });
    const wang = { accountId: "cus_wang", displayName: "王芳", role };
    const list = await mall.call("cus_lin", `GET ${one}/staff`);
    const lin = { accountId: "cus_lin", displayName: "林晓", role: "owner" };
    expect(list.body).toEqual({ items: [lin, wang], nextCursor: null });
  });

  test("comes in pages", async () => {
    await hire(mall, { at: one, accountId: "cus_wang", role });
    await hire(mall, { at: one, accountId: "cus_zhao", role });
    const seen: string[] = [];
    let query: string | null = "limit=1";
    while (query !== null) {
      const page: { items: { accountId: string }[]; nextCursor: string | null } = (
        await mall.call("cus_lin", `GET ${one}/staff?${query}`)
      ).body as never;
      expect(page.items).toHaveLength(1);
      seen.push(...page.items.map(({ accountId }) => accountId));
      query = page.nextCursor === null ? null : `limit=1&cursor=${page.nextCursor}`;
    }
    expect(seen).toEqual(["cus_lin", "cus_wang", "cus_zhao"]);
  });

  test("refuses a cursor of another list", async () => {
    const foreign = Buffer.from(JSON.stringify(["yesterday", "cus_lin"])).toString("base64url");
    for (const cursor of ["nonsense", foreign]) {
      const refused = await mall.call("cus_lin", `GET ${one}/staff?cursor=${cursor}`);
      expect(refused).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    }
  });

  test.each(["owner", wrongRole])("has no role %s to give", async (other) => {
    const refused = await mall.call("cus_lin", `POST ${one}/staff`, { login: WANG, role: other });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/role" }] } });
  });

  test("loses its rights when removed", async () => {
    await hire(mall, { at: one, accountId: "cus_wang", role });
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(200);
    expect((await mall.call("cus_lin", `DELETE ${one}/staff/cus_wang`)).status).toBe(204);
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(404);
    const again = await mall.call("cus_lin", `DELETE ${one}/staff/cus_wang`);
    expect(again).toMatchObject({ status: 404, body: { code: "not_found" } });
    await hire(mall, { at: one, accountId: "cus_wang", role });
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(200);
  });

  test("keeps its owner", async () => {
    const refused = await mall.call("cus_lin", `DELETE ${one}/staff/cus_lin`);
    expect(refused).toMatchObject({ status: 409, body: { code: "owner_stays" } });
    expect((await mall.call("cus_lin", `GET ${one}`)).status).toBe(200);
  });

  test("is the owner's to see and change", async () => {
    await hire(mall, { at: one, accountId: "cus_wang", role });
    const requests = [`GET ${one}/staff`, `DELETE ${one}/staff/cus_lin`] as const;
    for (const request of requests) {
      expect((await mall.call("cus_wang", request)).status).toBe(403);
      expect((await mall.call("cus_zhao", request)).status).toBe(404);
      expect((await mall.call("stf_admin", request)).status).toBe(404);
    }
  });
});

describe.each(SIDES)("an API key of a $kind", ({ kind, path, role, wrongRole }) => {
  let one: string;
  beforeEach(async () => {
    one = await apply(path);
  });

  async function makeKey(name = "收银机"): Promise<{ id: string; key: string }> {
    const made = await mall.call("cus_lin", `POST ${one}/api-keys`, { name, role });
    expect(made.status).toBe(201);
    return { id: String(made.body.id), key: String(made.body.key) };
  }

  test("is shown once and stands for its role in this one place", async () => {
    const { id, key } = await makeKey();
    expect(key).toMatch(/^tdk_[\w-]{43}$/);
    expect(await mall.merchants.authenticateMachine(key)).toEqual({
      kind: "machine",
      keyId: id,
      organisationId: one.split("/").at(-1),
      organisationKind: kind,
      role,
    });
    expect((await mall.call(key, `GET ${one}`)).status).toBe(200);
    expect((await mall.call(key, `GET ${await apply(path)}`)).status).toBe(404);
    const listed = await mall.call("cus_lin", `GET ${one}/api-keys`);
    expect(JSON.stringify(listed.body)).not.toContain(key);
  });

  test("is not in the database, only its hash", async () => {
    const { id, key } = await makeKey();
    const [row] = await mall.database.query<{ row: string; bytes: number }>(
      `select api_key::text as row, octet_length(key_hash) as bytes from api_key where id = $1`,
      [id],
    );
    expect(row?.bytes).toBe(32);
    expect(row?.row).not.toContain(key.slice(4));
    expect(row?.row).not.toContain(Buffer.from(key).toString("hex"));
  });

  test("is listed with when it was last used, to the minute", async () => {
    const { id, key } = await makeKey();
    const lastUse = async () => {
      const listed = await mall.call("cus_lin", `GET ${one}/api-keys`);
      const items = listed.body.items as { id: string; lastUsedAt: string | null }[];
      return items.find((item) => item.id === id)?.lastUsedAt;
    };
    expect(await lastUse()).toBeNull();
    await mall.call(key, `GET ${one}`);
    const first = await lastUse();
    expect(first).not.toBeNull();
    mall.clock.advanceSeconds(30);
    await mall.call(key, `GET ${one}`);
    expect(await lastUse()).toBe(first);
    mall.clock.advanceSeconds(30);
    await mall.call(key, `GET ${one}`);
    expect(Date.parse(String(await lastUse()))).toBe(Date.parse(String(first)) + 60_000);
  });

  test("stops working when revoked, and leaves the list", async () => {
    const kept = await makeKey("留着");
    const { id, key } = await makeKey("不要了");
    expect((await mall.call("cus_lin", `DELETE ${one}/api-keys/${id}`)).status).toBe(204);
    expect((await mall.call(key, `GET ${one}`)).status).toBe(401);
    expect((await mall.call(kept.key, `GET ${one}`)).status).toBe(200);
    const listed = await mall.call("cus_lin", `GET ${one}/api-keys`);
    expect(listed.body.items).toMatchObject([{ id: kept.id, name: "留着", role }]);
    expect((await mall.call("cus_lin", `DELETE ${one}/api-keys/${id}`)).status).toBe(404);
  });

  test("cannot be revoked from another place", async () => {
    const { id, key } = await makeKey();
    const other = await apply(path);
    expect((await mall.call("cus_lin", `DELETE ${other}/api-keys/${id}`)).status).toBe(404);
    expect((await mall.call(key, `GET ${one}`)).status).toBe(200);
  });

  test("manages neither people nor keys, and owns nothing", async () => {
    const { id, key } = await makeKey();
    const requests = [
      [`GET ${one}/staff`],
      [`POST ${one}/staff`, { login: WANG, role }],
      [`DELETE ${one}/staff/cus_lin`],
      [`GET ${one}/api-keys`],
      [`POST ${one}/api-keys`, { name: "又一个", role }],
      [`DELETE ${one}/api-keys/${id}`],
      [`PATCH ${one}`, { name: "别的名字" }],
      [`POST ${path}`, { name: "机器的店" }],
    ] as const;
    const statuses = [];
    for (const [request, body] of requests) {
      statuses.push((await mall.call(key, request, body)).status);
    }
    expect(statuses).toEqual(requests.map(() => 403));
  });

  test.each(["owner", wrongRole])("cannot have the role %s", async (other) => {
    const body = { name: "收银机", role: other };
    const refused = await mall.call("cus_lin", `POST ${one}/api-keys`, body);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: "/role" }] } });
  });

  test("is one of fifty in use at most", async () => {
    for (let count = 0; count < 49; count += 1) await makeKey(`${count}`);
    const { id } = await makeKey("第五十");
    const another = () => mall.call("cus_lin", `POST ${one}/api-keys`, { name: "多余", role });
    expect(await another()).toMatchObject({ status: 409, body: { code: "limit_reached" } });
    await mall.call("cus_lin", `DELETE ${one}/api-keys/${id}`);
    const answers = await Promise.all([another(), another(), another()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  test("comes newest first, in pages", async () => {
    for (const name of ["一", "二", "三"]) await makeKey(name);
    const first = await mall.call("cus_lin", `GET ${one}/api-keys?limit=2`);
    expect(first.body.items).toMatchObject([{ name: "三" }, { name: "二" }]);
    const cursor = String(first.body.nextCursor);
    const second = await mall.call("cus_lin", `GET ${one}/api-keys?limit=2&cursor=${cursor}`);
    expect(second.body).toMatchObject({ items: [{ name: "一" }], nextCursor: null });
  });
});

test.each(["", "tdk_", `tdk_${"A".repeat(43)}`, "'; drop table api_key; --"])(
  "the key %j stands for nobody",
  async (key) => {
    expect(await mall.merchants.authenticateMachine(key)).toBeNull();
  },
);
