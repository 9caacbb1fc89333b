import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { audit } from "../ledger/index.ts";
import { hire, type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
let shopId: string;
let deposits: `POST ${string}`;
let keys = 0;
beforeAll(async () => {
  mall = await openMall();
});
beforeEach(async () => {
  await mall.clearQueue();
  const applied = await mall.call("cus_lin", "POST /shops", { name: "竹里茶坊" });
  shopId = String(applied.body.id);
  deposits = `POST /shops/${shopId}/pool/deposits`;
});
afterAll(() => mall.close());

const nextKey = () => `deposit-${++keys}`;
const deposit = (amount: number, as = "stf_finance", key = nextKey()) =>
  mall.call(as, deposits, { amount, reference: "汇款 1024" }, key);
const pool = async (as = "cus_lin") => mall.call(as, `GET /shops/${shopId}/pool`);

describe("a deposit", () => {
  test("fills the pool, is listed newest first, posted and logged", async () => {
    expect(await deposit(500_00)).toMatchObject({
      status: 201,
      body: { amount: 500_00, reference: "汇款 1024", balance: 500_00 },
    });
    const second = await deposit(1, "stf_admin");
    expect(second.body.balance).toBe(500_01);
    const seen = await pool();
    expect(seen.body).toMatchObject({
      balance: 500_01,
      deposits: [{ id: second.body.id, amount: 1 }, { amount: 500_00 }],
    });
    const report = await audit(mall.database, mall.clock.now());
    expect(report.balanced).toBe(true);
    const log = await mall.call("stf_support", "GET /operator/log?limit=1");
    expect(log.body.items).toMatchObject([
      {
        action: "pool_deposited",
        about: shopId,
        by: "stf_admin",
        reason: "汇款 1024",
        changes: [{ name: "amount", before: null, after: "1" }],
      },
    ]);
  });

  test("repeated with its key is the same deposit", async () => {
    const first = await deposit(700, "stf_finance", "the-same-key");
    const again = await deposit(700, "stf_finance", "the-same-key");
    expect(again).toEqual({ ...first, replayed: true });
    const other = await deposit(701, "stf_finance", "the-same-key");
    expect(other).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    expect((await pool()).body).toMatchObject({ balance: 700, deposits: [{ amount: 700 }] });
  });

  test("sent many times at once under one key happens once", async () => {
    const key = nextKey();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => deposit(300, "stf_finance", key)),
    );
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect((await pool()).body).toMatchObject({ balance: 300, deposits: [{ amount: 300 }] });
  });

  test("adds up when many come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => deposit(10)));
    const balances = answers.map(({ body }) => Number(body.balance));
    expect(balances.sort((left, right) => left - right)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
  });

  test("takes as much as an answer can carry, over all shops, and no more", async () => {
    const own = await openMall();
    const openPool = async (name: string) => {
      const { body } = await own.call("cus_lin", "POST /shops", { name });
      const pool = `/shops/${String(body.id)}/pool`;
      return {
        fill: (amount: number) =>
          own.call(
            "stf_finance",
            `POST ${pool}/deposits`,
            { amount, reference: "汇款" },
            nextKey(),
          ),
        read: async () => (await own.call("cus_lin", `GET ${pool}`)).body,
      };
    };
    const [one, other] = [await openPool("竹里茶坊"), await openPool("兰州面馆")];
    const most = Number.MAX_SAFE_INTEGER;
    expect(await other.fill(5)).toMatchObject({ status: 201 });
    const refused = { status: 422, body: { code: "amount_out_of_range" } };
    expect(await one.fill(most - 4)).toMatchObject(refused);
    expect(await one.read()).toMatchObject({ balance: 0, deposits: [] });
    expect(await one.fill(most - 5)).toMatchObject({ status: 201, body: { balance: most - 5 } });
    for (const pool of [one, other]) expect(await pool.fill(1)).toMatchObject(refused);
    expect(await one.read()).toMatchObject({ balance: most - 5, deposits: [{ amount: most - 5 }] });
    const report = await audit(own.database, own.clock.now());
    expect(report.balanced).toBe(true);
    await own.close();
  });

  test.each([
    ["nothing", { amount: 0, reference: "x" }, "/amount"],
    ["less than nothing", { amount: -1, reference: "x" }, "/amount"],
    ["one fen and a half", { amount: 1.5, reference: "x" }, "/amount"],
    ["a text", { amount: "1", reference: "x" }, "/amount"],
    ["no reference", { amount: 1 }, "/reference"],
    ["a blank reference", { amount: 1, reference: " " }, "/reference"],
  ])("of %s is refused", async (_, body, pointer) => {
    const refused = await mall.call("stf_finance", deposits, body, nextKey());
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  test("needs a key", async () => {
    const refused = await mall.call("stf_finance", deposits, { amount: 1, reference: "x" });
    expect(refused).toMatchObject({ status: 422, body: { code: "invalid_request" } });
  });

  test("for an unknown shop, or a seller, is not found", async () => {
    const seller = await mall.call("cus_lin", "POST /sellers", { name: "茶" });
    for (const id of ["shop_nowhere", String(seller.body.id)]) {
      const path = `POST /shops/${id}/pool/deposits` as const;
      const body = { amount: 1, reference: "x" };
      const refused = await mall.call("stf_finance", path, body, nextKey());
      expect(refused).toMatchObject({ status: 404, body: { code: "not_found" } });
    }
  });

  test("is finance's or an admin's: the owner is told so, strangers learn nothing", async () => {
    const refused = [];
    for (const as of ["cus_lin", "cus_wang"]) refused.push((await deposit(1, as)).status);
    expect(refused).toEqual([403, 404]);
    expect((await pool()).body.balance).toBe(0);
  });
});

test("the pool is the owner's, the managers' and the operator's to see", async () => {
  const at = `/shops/${shopId}`;
  await hire(mall, { at, accountId: "cus_wang", role: "manager" });
  await hire(mall, { at, accountId: "cus_zhao", role: "cashier" });
  const statuses = [];
  for (const as of ["cus_lin", "cus_wang", "stf_support", "cus_zhao", "cus_other"]) {
    statuses.push((await pool(as)).status);
  }
  expect(statuses).toEqual([200, 200, 200, 403, 404]);
  expect((await mall.call("stf_admin", "GET /shops/shop_nowhere/pool")).status).toBe(404);
});
