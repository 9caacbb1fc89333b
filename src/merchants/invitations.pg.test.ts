import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
afterAll(() => mall.close());

const SIDES = [
  { kind: "shop", path: "/shops", role: "cashier" },
  { kind: "seller", path: "/sellers", role: "staff" },
] as const;
const WANG = "wang@example.com";
const DAY_SECONDS = 86_400;

async function apply(path: string, as: string): Promise<string> {
  const applied = await mall.call(as, `POST ${path}`, { name: "竹里茶坊" });
  expect(applied.status).toBe(201);
  return `${path}/${String(applied.body.id)}`;
}

async function open(path: string): Promise<string> {
  const one = await apply(path, "cus_lin");
  await mall.call("stf_admin", `POST /operator${one}/approve`);
  return one;
}

const invitedTo = async (as: string, one: string) => {
  const { body } = await mall.call(as, "GET /me/invitations");
  const id = one.split("/").at(-1);
  return (body.items as { id: string; organisationId: string }[]).filter(
    ({ organisationId }) => organisationId === id,
  );
};
const answer = (as: string, id: string, how: "accept" | "decline") =>
  mall.call(as, `POST /me/invitations/${id}/${how}`);

describe.each(SIDES)("an invitation to a $kind", ({ kind, path, role }) => {
  let one: string;
  beforeEach(async () => {
    one = await open(path);
    mall.clock.advanceSeconds(1);
  });
  const invite = (login: string, as = "cus_lin") =>
    mall.call(as, `POST ${one}/staff`, { login, role });
  const inviteWang = async () => String((await invite(WANG)).body.id);

  test("is answered the same for a login that somebody has and one that nobody has", async () => {
    const logins = [WANG, "nobody@example.com", "lin@example.com"];
    const answers = [];
    for (const login of logins) answers.push(await invite(login));
    for (const [index, { status, body }] of answers.entries()) {
      expect(status).toBe(201);
      expect(body).toEqual({
        id: expect.stringMatching(/^inv_/),
        login: logins[index],
        role,
        status: "pending",
        invitedAt: expect.any(String),
        expiresAt: expect.any(String),
      });
    }
    // The list shows no more, and nobody is a member unasked.
    const listed = await mall.call("cus_lin", `GET ${one}/invitations`);
    expect(listed.body.items).toEqual(answers.map(({ body }) => body).reverse());
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(404);
    const staff = (await mall.call("cus_lin", `GET ${one}/staff`)).body.items as unknown[];
    expect(staff).toHaveLength(1);
  });

  test("looks no account up, so its time cannot tell either", async () => {
    const before = mall.askedPeople();
    await invite(WANG);
    await invite("nobody@example.com");
    expect(mall.askedPeople()).toBe(before);
  });

  test.each(["not a login", "   "])("refuses %j, which can be no login", async (login) => {
    const refused = await invite(login);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: "invalid_request", errors: [{ pointer: "/login" }] },
    });
  });

  test("is seen by the person, in any spelling of the login, and gives the role when accepted", async () => {
    const { body } = await invite(" WANG@example.com ");
    const id = String(body.id);
    expect(await invitedTo("cus_wang", one)).toEqual([
      {
        id,
        organisationId: one.split("/").at(-1),
        organisationName: "竹里茶坊",
        organisationStatus: "approved",
        kind,
        role,
        invitedAt: body.invitedAt,
        expiresAt: body.expiresAt,
      },
    ]);
    expect(await invitedTo("cus_zhao", one)).toEqual([]);
    const accepted = await answer("cus_wang", id, "accept");
    expect(accepted).toMatchObject({ status: 200, body: { kind, role, status: "approved" } });
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(200);
    expect(await invitedTo("cus_wang", one)).toEqual([]);
    // The answer was lost and is asked for again.
    expect((await answer("cus_wang", id, "accept")).body).toEqual(accepted.body);
    expect((await mall.call("cus_lin", `GET ${one}/invitations`)).body.items).toEqual([]);
  });

  test("is accepted once, however many ask at the same time", async () => {
    const id = await inviteWang();
    const answers = await Promise.all([1, 2, 3, 4].map(() => answer("cus_wang", id, "accept")));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const staff = (await mall.call("cus_lin", `GET ${one}/staff`)).body.items as unknown[];
    expect(staff).toHaveLength(2);
  });

  test("is not found by anybody else", async () => {
    const id = await inviteWang();
    for (const how of ["accept", "decline"] as const) {
      expect((await answer("cus_zhao", id, how)).status).toBe(404);
      expect((await answer("cus_zhao", "inv_unknown", how)).status).toBe(404);
    }
    const other = await open(path);
    expect((await mall.call("cus_lin", `DELETE ${other}/invitations/${id}`)).status).toBe(404);
    expect(await invitedTo("cus_wang", one)).toHaveLength(1);
  });

  test("is declined, and the owner sees that; it can be sent again", async () => {
    const id = await inviteWang();
    expect((await answer("cus_wang", id, "decline")).status).toBe(204);
    expect((await answer("cus_wang", id, "decline")).status).toBe(204);
    expect((await answer("cus_wang", id, "accept")).status).toBe(404);
    expect(await invitedTo("cus_wang", one)).toEqual([]);
    const listed = await mall.call("cus_lin", `GET ${one}/invitations`);
    expect(listed.body.items).toMatchObject([{ id, status: "declined" }]);
    const again = await inviteWang();
    expect(again).not.toBe(id);
    expect((await answer("cus_wang", again, "accept")).status).toBe(200);
  });

  test("is taken back by the owner", async () => {
    const id = await inviteWang();
    expect((await mall.call("cus_lin", `DELETE ${one}/invitations/${id}`)).status).toBe(204);
    expect((await mall.call("cus_lin", `DELETE ${one}/invitations/${id}`)).status).toBe(404);
    expect((await answer("cus_wang", id, "accept")).status).toBe(404);
    expect(await invitedTo("cus_wang", one)).toEqual([]);
  });

  test("ends after two weeks, and is renewed by inviting again", async () => {
    const id = await inviteWang();
    mall.clock.advanceSeconds(14 * DAY_SECONDS);
    expect(await invitedTo("cus_wang", one)).toEqual([]);
    expect(await answer("cus_wang", id, "accept")).toMatchObject({
      status: 410,
      body: { code: "invitation_expired" },
    });
    const listed = await mall.call("cus_lin", `GET ${one}/invitations`);
    expect(listed.body.items).toMatchObject([{ id, status: "expired" }]);
    expect(await inviteWang()).toBe(id);
    expect((await answer("cus_wang", id, "accept")).status).toBe(200);
  });

  test("of the same login twice is one invitation, also when both are sent at once", async () => {
    const ids = await Promise.all([inviteWang(), inviteWang(), inviteWang()]);
    expect(new Set(ids).size).toBe(1);
    expect(await invitedTo("cus_wang", one)).toHaveLength(1);
  });

  test("to the owner is refused when accepted: the owner stays the owner", async () => {
    const { id } = (await invite("lin@example.com")).body;
    const refused = await answer("cus_lin", String(id), "accept");
    expect(refused).toMatchObject({ status: 409, body: { code: "already_member" } });
    const staff = await mall.call("cus_lin", `GET ${one}/staff`);
    expect(staff.body.items).toMatchObject([{ accountId: "cus_lin", role: "owner" }]);
  });

  test("can be sent fifty times a day, then again when the first is a day old", async () => {
    for (let person = 0; person < 50; person += 1) {
      expect((await invite(`person${person}@example.com`)).status).toBe(201);
    }
    const refused = await invite("one-more@example.com");
    expect(refused).toMatchObject({ status: 429, body: { code: "too_many_invitations" } });
    mall.clock.advanceSeconds(DAY_SECONDS);
    expect((await invite("one-more@example.com")).status).toBe(201);
  });

  test("is the owner's to send, see and take back", async () => {
    await answer("cus_wang", await inviteWang(), "accept");
    const requests = [`GET ${one}/invitations`, `DELETE ${one}/invitations/inv_1`] as const;
    for (const request of requests) {
      expect((await mall.call("cus_wang", request)).status).toBe(403);
      expect((await mall.call("cus_zhao", request)).status).toBe(404);
    }
  });

  test("is forgotten three months after it ended", async () => {
    await inviteWang();
    const count = async () =>
      (
        await mall.database.query("select 1 from staff_invitation where merchant_id = $1", [
          one.split("/").at(-1) ?? "",
        ])
      ).length;
    const forget = async () => {
      for (const job of mall.merchants.jobs) await job.run(new AbortController().signal);
    };
    mall.clock.advanceSeconds(104 * DAY_SECONDS);
    await forget();
    expect(await count()).toBe(1);
    mall.clock.advanceSeconds(1);
    await forget();
    expect(await count()).toBe(0);
  });

  test("gives a member another role, as a way to leave gives it up", async () => {
    await answer("cus_wang", await inviteWang(), "accept");
    if (kind === "shop") {
      const { body } = await mall.call("cus_lin", `POST ${one}/staff`, {
        login: WANG,
        role: "manager",
      });
      await answer("cus_wang", String(body.id), "accept");
      const staff = await mall.call("cus_lin", `GET ${one}/staff`);
      expect(staff.body.items).toMatchObject([{}, { accountId: "cus_wang", role: "manager" }]);
    }
    const id = one.split("/").at(-1);
    expect((await mall.call("cus_wang", `DELETE /me/memberships/${id}`)).status).toBe(204);
    expect((await mall.call("cus_wang", `GET ${one}`)).status).toBe(404);
    expect((await mall.call("cus_wang", `DELETE /me/memberships/${id}`)).status).toBe(404);
    expect((await mall.call("cus_zhao", `DELETE /me/memberships/${id}`)).status).toBe(404);
    const owner = await mall.call("cus_lin", `DELETE /me/memberships/${id}`);
    expect(owner).toMatchObject({ status: 409, body: { code: "owner_stays" } });
  });
});

test("a shop that was never approved can invite five people a day", async () => {
  const one = await apply("/shops", "cus_zhao");
  const statuses: number[] = [];
  for (let person = 0; person < 6; person += 1) {
    const body = { login: `stranger${person}@example.com`, role: "cashier" };
    statuses.push((await mall.call("cus_zhao", `POST ${one}/staff`, body)).status);
  }
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
});

test("a person has five applications waiting at most, also when many are sent at once", async () => {
  const send = (path: string) => mall.call("cus_wang", `POST ${path}`, { name: "新店" });
  const paths = ["/shops", "/sellers", "/shops", "/sellers", "/shops", "/sellers", "/shops"];
  const answers = await Promise.all(paths.map(send));
  const taken = answers.filter(({ status }) => status === 201);
  expect(taken).toHaveLength(5);
  for (const { status, body } of answers.filter((one) => !taken.includes(one))) {
    expect([status, body.code]).toEqual([409, "too_many_applications"]);
  }
  const shop = taken.find(({ body }) => String(body.id).startsWith("shop_"));
  await mall.call("stf_admin", `POST /operator/shops/${String(shop?.body.id)}/approve`);
  expect((await send("/shops")).status).toBe(201);
  expect((await send("/shops")).status).toBe(409);
});

test("the operator's people leave too, but for the last admin", async () => {
  const leave = (as: string) => mall.call(as, "DELETE /me/memberships/mall");
  expect((await leave("cus_zhao")).status).toBe(404);
  expect((await leave("stf_support")).status).toBe(204);
  expect(await leave("stf_admin")).toMatchObject({ status: 409, body: { code: "owner_stays" } });
  await mall.merchants.addOperator(mall.database, { accountId: "stf_finance", role: "admin" });
  const answers = await Promise.all([leave("stf_admin"), leave("stf_finance")]);
  expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
});
