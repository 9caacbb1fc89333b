import { afterAll, beforeAll, expect, test } from "vitest";
import { startIdentityServer, type TestServer } from "../identity-server.fixture.ts";
import { NOTIFICATION_KINDS } from "./contract.ts";
import { notify } from "./notify.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startIdentityServer();
});
afterAll(() => server.close());

async function told(kinds: readonly (typeof NOTIFICATION_KINDS)[number][]) {
  const customer = await server.customer();
  for (const kind of kinds) {
    server.clock.advanceSeconds(1);
    await notify(server.deps, server.database, { accountId: customer.id, kind });
  }
  return customer;
}

test("are listed newest first, page by page, with how many are unread", async () => {
  const customer = await told(["passkey_added", "face_enrolled", "face_locked"]);
  const first = (await customer.call("GET", "/me/notifications?limit=2")).body;
  expect(first).toMatchObject({
    items: [
      { kind: "face_locked", title: "Face recognition is locked for an hour", readAt: null },
      { kind: "face_enrolled", at: new Date(server.clock.now() - 1000).toISOString() },
    ],
    unread: 3,
  });
  const next = `/me/notifications?limit=2&cursor=${first.nextCursor}`;
  const second = (await customer.call("GET", next)).body;
  expect(second).toMatchObject({ items: [{ kind: "passkey_added" }], nextCursor: null, unread: 3 });
  const bad = await customer.call("GET", "/me/notifications?cursor=nonsense");
  expect([bad.status, bad.body.errors[0].pointer]).toEqual([422, "/query/cursor"]);
});

test("are read once, one by one or all together", async () => {
  const customer = await told(["passkey_added", "face_enrolled", "face_withdrawn"]);
  const list = async () => (await customer.call("GET", "/me/notifications")).body;
  const { id } = (await list()).items[2];
  const readAt = new Date(server.clock.now()).toISOString();
  expect((await customer.call("POST", `/me/notifications/${id}/read`)).status).toBe(204);
  server.clock.advanceSeconds(60);
  expect((await customer.call("POST", `/me/notifications/${id}/read`)).status).toBe(204);
  expect(await list()).toMatchObject({ items: [{}, {}, { id, readAt }], unread: 2 });
  expect((await customer.call("POST", "/me/notifications/read")).status).toBe(204);
  const all = await list();
  expect(all).toMatchObject({ items: [{}, {}, { id, readAt }], unread: 0 });
  expect(all.items[0].readAt).toBe(new Date(server.clock.now()).toISOString());
});

test("of others are not found", async () => {
  const customer = await told(["passkey_added"]);
  const stranger = await server.customer();
  const { id } = (await customer.call("GET", "/me/notifications")).body.items[0];
  expect((await stranger.call("POST", `/me/notifications/${id}/read`)).status).toBe(404);
  expect((await stranger.call("GET", "/me/notifications")).body.items).toEqual([]);
  await stranger.call("POST", "/me/notifications/read");
  expect((await customer.call("GET", "/me/notifications")).body.unread).toBe(1);
});

test("of every kind have a text in both languages", async () => {
  const customer = await told(NOTIFICATION_KINDS);
  const { items } = (await customer.call("GET", "/me/notifications")).body;
  expect(items).toHaveLength(NOTIFICATION_KINDS.length);
  for (const { title, text } of items) {
    expect(title).toMatch(/[a-z]/);
    expect(text).toMatch(/[a-z]/);
  }
});
