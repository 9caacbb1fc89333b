import { afterAll, beforeAll, expect, test } from "vitest";
import type { Client } from "../testing/client.ts";
import { startWorld, type World } from "../testing/world.ts";
import type { AddressAnswer } from "./contract.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const home = {
  recipient: "小林",
  phone: "13800000000",
  region: "云南 昆明",
  street: "茶马街 1 号",
};

function add(client: Client, fields: object = {}): Promise<AddressAnswer> {
  return client.made<AddressAnswer>("/me/addresses", { ...home, ...fields });
}

async function defaults(client: Client): Promise<string[]> {
  const page = await client.get<{ items: AddressAnswer[] }>("/me/addresses");
  return page.body.items.filter((address) => address.isDefault).map((address) => address.id);
}

test("there is one default: the first, then the one that asks to be, then the newest left", async () => {
  const { client } = await world.register("小林");
  const first = await add(client);
  expect(first).toMatchObject({ ...home, isDefault: true });
  world.clock.advanceSeconds(1);
  const second = await add(client);
  expect(second.isDefault).toBe(false);
  expect(await defaults(client)).toEqual([first.id]);
  world.clock.advanceSeconds(1);
  const third = await add(client, { isDefault: true });
  expect(await defaults(client)).toEqual([third.id]);
  expect((await client.delete(`/me/addresses/${third.id}`)).status).toBe(204);
  expect(await defaults(client)).toEqual([second.id]);
});

test("addresses that arrive together still have one default", async () => {
  const { client } = await world.register("小林");
  await Promise.all(Array.from({ length: 5 }, () => add(client, { isDefault: true })));
  expect(await defaults(client)).toHaveLength(1);
});

test("an address book has an end", async () => {
  const { client } = await world.register("小林");
  for (let count = 0; count < 20; count += 1) await add(client);
  expect((await client.post("/me/addresses", home)).status).toBe(422);
});

test("another customer's address is not there", async () => {
  const [one, other] = [await world.register("小林"), await world.register("小王")];
  const address = await add(one.client);
  expect((await other.client.delete(`/me/addresses/${address.id}`)).status).toBe(404);
  expect(await defaults(other.client)).toEqual([]);
  expect(await defaults(one.client)).toEqual([address.id]);
});

test.each([["recipient"], ["phone"], ["region"], ["street"]])("%s is needed", async (field) => {
  const { client } = await world.register("小林");
  const answer = await client.post<{ errors: { pointer: string }[] }>("/me/addresses", {
    ...home,
    [field]: " ",
  });
  expect([answer.status, answer.body.errors[0]?.pointer]).toEqual([422, `/${field}`]);
});
