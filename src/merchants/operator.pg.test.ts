import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Mall, openMall } from "./testing/open-mall.ts";

let mall: Mall;
beforeAll(async () => {
  mall = await openMall();
});
beforeEach(() => mall.clearQueue());
afterAll(() => mall.close());

async function apply(path: "/shops" | "/sellers", name = "竹里茶坊"): Promise<string> {
  const applied = await mall.call("cus_lin", `POST ${path}`, { name });
  return String(applied.body.id);
}

async function logAbout(id: string | null) {
  const log = await mall.call("stf_support", "GET /operator/log?limit=100");
  const items = log.body.items as { about: string | null; action: string }[];
  return items.filter((item) => item.about === id);
}

describe.each([
  { kind: "shop", path: "/shops" },
  { kind: "seller", path: "/sellers" },
] as const)("reviewing a $kind", ({ kind, path }) => {
  let id: string;
  let review: string;
  beforeEach(async () => {
    id = await apply(path);
    review = `/operator${path}/${id}`;
  });
  const eventsOf = () =>
    mall.events.filter((event) => "sellerId" in event && event.sellerId === id);
  const statusOf = async () => (await mall.call("cus_lin", `GET ${path}/${id}`)).body.status;

  test("approves it, and writes down who and why", async () => {
    const reason = "证照齐全";
    const approved = await mall.call("stf_admin", `POST ${review}/approve`, { reason });
    expect(approved).toMatchObject({ status: 200, body: { id, status: "approved" } });
    expect(await statusOf()).toBe("approved");
    expect(await logAbout(id)).toMatchObject([
      {
        by: "stf_admin",
        byName: "Ada",
        action: `${kind}_approved`,
        aboutName: "竹里茶坊",
        reason,
        changes: [{ name: "status", before: "pending", after: "approved" }],
      },
    ]);
  });

  test("does the same once, however many operators approve at the same time", async () => {
    const approve = () => mall.call("stf_admin", `POST ${review}/approve`, {});
    const answers = await Promise.all([approve(), approve(), approve(), approve()]);
    answers.push(await approve());
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 200, body: { id, status: "approved" } });
    }
    expect(await logAbout(id)).toHaveLength(1);
    const published = kind === "seller" ? ["seller_approved"] : [];
    expect(eventsOf().map((event) => event.kind)).toEqual(published);
  });

  test("suspends and lifts the suspension, which is no first approval again", async () => {
    for (const step of ["approve", "suspend", "suspend", "approve"]) {
      await mall.call("stf_admin", `POST ${review}/${step}`, {});
    }
    expect(await statusOf()).toBe("approved");
    const actions = (await logAbout(id)).map(({ action }) => action);
    expect(actions).toEqual([`${kind}_approved`, `${kind}_suspended`, `${kind}_approved`]);
    const published =
      kind === "seller" ? ["seller_approved", "seller_suspended", "seller_reinstated"] : [];
    expect(eventsOf().map((event) => event.kind)).toEqual(published);
  });

  test("turns an application down, and may still approve it later", async () => {
    await mall.call("stf_admin", `POST ${review}/suspend`, { reason: "资料不全" });
    expect(await statusOf()).toBe("suspended");
    await mall.call("stf_admin", `POST ${review}/approve`);
    expect(await statusOf()).toBe("approved");
    const published = kind === "seller" ? ["seller_suspended", "seller_approved"] : [];
    expect(eventsOf().map((event) => event.kind)).toEqual(published);
  });

  test("is an admin's; others are told so, and nothing happens", async () => {
    const statuses = [];
    for (const as of ["stf_finance", "stf_support", "cus_lin", "cus_wang", null]) {
      statuses.push((await mall.call(as, `POST ${review}/approve`, {})).status);
    }
    expect(statuses).toEqual([403, 403, 403, 403, 401]);
    expect(await statusOf()).toBe("pending");
    expect(await logAbout(id)).toEqual([]);
  });

  test("finds only its own kind", async () => {
    const others = kind === "shop" ? "sellers" : "shops";
    const wrong = await mall.call("stf_admin", `POST /operator/${others}/${id}/approve`, {});
    expect(wrong).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(await statusOf()).toBe("pending");
  });
});

test("an approval whose reward fails did not happen", async () => {
  const broken = await openMall();
  try {
    const applied = await broken.call("cus_lin", "POST /sellers", { name: "茶" });
    const id = String(applied.body.id);
    broken.failEvents();
    expect((await broken.call("stf_admin", `POST /operator/sellers/${id}/approve`)).status).toBe(
      500,
    );
    expect((await broken.call("cus_lin", `GET /sellers/${id}`)).body.status).toBe("pending");
    const log = await broken.call("stf_admin", "GET /operator/log");
    expect(log.body.items).toEqual([]);
  } finally {
    await broken.close();
  }
});

describe("the operator's lists", () => {
  test("show what waits, with the owner's name and for shops the pool", async () => {
    const waiting = await apply("/shops", "等待审核");
    const approved = await apply("/shops", "已经通过");
    await mall.call("stf_admin", `POST /operator/shops/${approved}/approve`, {});
    const list = await mall.call("stf_support", "GET /operator/shops?status=pending&limit=100");
    const items = list.body.items as { id: string; status: string }[];
    expect(items.find(({ id }) => id === waiting)).toMatchObject({
      name: "等待审核",
      ownerName: "林晓",
      poolBalance: 0,
    });
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(["pending"]));
  });

  test("come newest first, in pages, and only of the kind asked for", async () => {
    const ids = [];
    for (const name of ["一", "二", "三"]) ids.push(await apply("/sellers", name));
    await apply("/shops");
    const first = await mall.call("stf_finance", "GET /operator/sellers?limit=2");
    expect(first.body.items).toMatchObject([{ id: ids[2] }, { id: ids[1] }]);
    const cursor = String(first.body.nextCursor);
    const second = await mall.call("stf_finance", `GET /operator/sellers?limit=2&cursor=${cursor}`);
    expect((second.body.items as unknown[])[0]).toMatchObject({ id: ids[0], name: "一" });
  });

  test.each([
    "GET /operator/shops",
    "GET /operator/sellers",
    "GET /operator/log",
    "GET /operator/policies",
    "GET /operator/overview",
  ] as const)("%s is every operator's and nobody else's", async (request) => {
    const statuses = [];
    for (const as of ["stf_admin", "stf_finance", "stf_support", "cus_lin", null]) {
      statuses.push((await mall.call(as, request)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 403, 401]);
  });

  test.each(["status=gone", "limit=0", "limit=101", "cursor=nonsense"])(
    "refuse ?%s",
    async (query) => {
      const refused = await mall.call("stf_admin", `GET /operator/shops?${query}`);
      expect(refused).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    },
  );
});

test("the overview counts what waits and says that the books balance", async () => {
  const fresh = await openMall();
  try {
    for (const path of ["/shops", "/shops", "/sellers"]) {
      await fresh.call("cus_lin", `POST ${path}`, { name: "茶" });
    }
    const overview = await fresh.call("stf_support", "GET /operator/overview");
    expect(overview.body).toEqual({
      shopsPending: 2,
      sellersPending: 1,
      customers: 3,
      facesEnrolled: 80_000,
      faceFiling: "soon",
      mallPointsIssued: 0,
      mallPointsHeld: 0,
      mallPointsRetired: 0,
      balanced: true,
    });
  } finally {
    await fresh.close();
  }
});

test("what an upgrade left as it was is listed, a page at a time", async () => {
  await mall.database.execute(
    `insert into text_clash (place, row_id, value, canonical, taken_by) values
       ('account.phone', 'cus_2', '8613900139000', '+8613900139000', 'cus_1'),
       ('account.display_name', 'cus_3', chr(12644), null, null)`,
  );
  const path = "GET /operator/text-clashes?limit=1";
  const first = await mall.call("stf_support", path);
  expect(first.body.items).toMatchObject([{ place: "account.phone", takenBy: "cus_1" }]);
  const next = await mall.call("stf_support", `${path}&cursor=${String(first.body.nextCursor)}`);
  expect(next.body).toMatchObject({
    items: [{ rowId: "cus_3", value: "\u3164", canonical: null }],
    nextCursor: null,
  });
  expect(await mall.call("cus_lin", path)).toMatchObject({ status: 403 });
});
