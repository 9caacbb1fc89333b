import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSeller, openShop, PASSWORD, startWorld, type World } from "./testing/world.ts";

// Text from outside, over HTTP: however it is spelled, it is one thing.

let world: World;
let shop: Awaited<ReturnType<typeof openShop>>;
let seller: Awaited<ReturnType<typeof openSeller>>;
beforeAll(async () => {
  world = await startWorld();
  shop = await openShop(world);
  seller = await openSeller(world);
});
afterAll(async () => {
  expect(await world.balanced()).toBe(true);
  await world.close();
});

type Faults = { code: string; errors: { pointer: string; code: string }[] };
const faultsOf = ({ errors }: Faults) => errors.map(({ pointer, code }) => `${pointer} ${code}`);
const till = () => shop.owner.client;
const inShop = (path: string) => `/shops/${shop.id}${path}`;

describe("one account", () => {
  const PHONE = "+8613900139000";
  const SPELLINGS = [
    "13900139000",
    "008613900139000",
    "8613900139000",
    "\u202d+86 139\u20110013\u20119000\u202c",
    "(+86) 139.0013.9000",
    "１３９００１３９０００",
  ];

  test("has a phone number, in every spelling of it", async () => {
    const first = await world.anonymous().post<{ phone: string }>("/customers", {
      phone: "+86 139 0013 9000",
      password: PASSWORD,
      displayName: "Wang",
    });
    expect(first).toMatchObject({ status: 201, body: { phone: PHONE } });
    for (const phone of SPELLINGS) {
      const again = { phone, password: PASSWORD, displayName: "Wang" };
      expect(await world.anonymous().post("/customers", again)).toMatchObject({ status: 409 });
      const signedIn = await world
        .anonymous()
        .post("/sessions", { login: phone, password: PASSWORD });
      expect(signedIn).toMatchObject({ status: 201, body: { account: { phone: PHONE } } });
    }
  });

  test("has an address, with invisible characters, in capitals, and with its domain in ASCII", async () => {
    const client = world.anonymous();
    const person = { email: "li@例子.中国", password: PASSWORD, displayName: "Li" };
    expect(await client.post("/customers", person)).toMatchObject({ status: 201 });
    for (const email of [
      "\u200bLI@例子.中国 ",
      "li@xn--fsqu00a.xn--fiqs8s",
      "li@例子。中国\ufeff",
    ]) {
      expect(await client.post("/customers", { ...person, email })).toMatchObject({
        status: 409,
        body: { code: "already_registered" },
      });
      const signedIn = await client.post("/sessions", { login: email, password: PASSWORD });
      expect(signedIn).toMatchObject({ status: 201 });
    }
  });

  test("is locked by failures in any spelling", async () => {
    const guess = (login: string) =>
      world.anonymous().post("/sessions", { login, password: "wrong" });
    for (let count = 0; count < 5; count += 1) {
      await guess("13900139555");
      await guess("0086 139 0013 9555");
    }
    expect(await guess("+86-139-0013-9555")).toMatchObject({ status: 429 });
  });

  test.each([
    [{ phone: "+86 0 139 0013 9777" }, "/phone wrong_format"],
    [{ phone: "12" }, "/phone wrong_format"],
    [{ email: "a@b@c" }, "/email wrong_format"],
    [{ email: "a@b.cn", displayName: "\u3164" }, "/displayName not_visible"],
    [{ email: "a@b.cn", displayName: "" }, "/displayName not_visible"],
    [{ email: "a@b.cn", displayName: "👨‍👩‍👧".repeat(61) }, "/displayName too_long"],
  ])("is refused for %j", async (fields, fault) => {
    const body = { password: PASSWORD, displayName: "Wang", ...fields };
    const answer = await world.anonymous().post<Faults>("/customers", body);
    expect(answer).toMatchObject({ status: 422, body: { code: "invalid_request" } });
    expect(faultsOf(answer.body)).toContain(fault);
  });

  test.each([
    ["Wang\u202eLi", "WangLi"],
    ["Wang\nLi\u001b", "Wang Li"],
    ["  😀 Li\u200b ", "😀 Li"],
    ["👨‍👩‍👧".repeat(60), "👨‍👩‍👧".repeat(60)],
  ])("shows the name %j as %j", async (displayName, shown) => {
    const person = await world.register(displayName);
    const me = await person.client.get("/sessions/current");
    expect(me).toMatchObject({ body: { account: { displayName: shown } } });
  });
});

describe("one sale", () => {
  const SPELLINGS = ["R-77", "R-77 ", " R-77", "R-77\r\n", "R-77\u200b", "Ｒ-77", "\ufeffR-77"];

  test("is recorded once, however its number and its barcode are sent", async () => {
    const buyer = await world.register("Buyer");
    await till().made(inShop("/products"), { name: "Cola", barcode: "0012345678905", price: 300 });
    const barcodes = ["0012345678905", "012345678905", "]E00012345678905", "(01)00012345678905\r"];
    const answers = [];
    for (const [index, receiptNumber] of SPELLINGS.entries()) {
      const lines = [
        { productId: shop.productId, quantity: 2 },
        { barcode: barcodes[index % barcodes.length], quantity: 1 },
      ];
      const sale = { receiptNumber, customerId: buyer.id, lines };
      answers.push(await till().post<{ id: string }>(inShop("/sales"), sale));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const wallet = await buyer.client.get("/me/wallet");
    expect(wallet).toMatchObject({ body: { shops: [{ available: 3 }] } });
    const found = await till().get(
      `${inShop("/sales")}?receiptNumber=${encodeURIComponent(" Ｒ-77")}`,
    );
    expect(found).toMatchObject({ body: { items: [{ receiptNumber: "R-77" }] } });
  });

  test("is one in a batch too, and one under its idempotency key", async () => {
    const sale = (receiptNumber: string) => ({
      receiptNumber,
      lines: [{ productId: shop.productId, quantity: 1 }],
    });
    const batch = await till().post<{ results: { status: number }[] }>(inShop("/sales/batch"), {
      sales: [sale("B-1"), sale("B-1\u2060"), sale("B\n1"), sale("")],
    });
    expect(batch.body.results.map(({ status }) => status)).toEqual([201, 200, 422, 422]);
    const key = "one-key";
    const first = await till().post(inShop("/sales"), sale("K-1 "), { key });
    const again = await till().post(inShop("/sales"), sale("\u200bK-1"), { key });
    expect(first.status).toBe(201);
    expect(again).toMatchObject({ status: 201, headers: { "idempotent-replayed": "true" } });
  });

  test("takes the member code as the page shows it", async () => {
    const buyer = await world.register("Code Buyer");
    const { body } = await buyer.client.get<{ code: string }>("/me/member-code");
    const memberCode = `${body.code.replace(/(\d{4})(?=\d)/g, "$1 ")}\r\n`;
    const looked = await till().post(inShop("/members/lookup"), { memberCode });
    expect(looked).toMatchObject({ status: 200, body: { customerId: buyer.id } });
    const sold = await till().post(inShop("/sales"), {
      receiptNumber: "M-1",
      memberCode,
      lines: [{ productId: shop.productId, quantity: 1 }],
    });
    expect(sold).toMatchObject({ status: 201, body: { customerName: "Code Buyer" } });
  });

  test.each([
    ["A\nB", "/receiptNumber line_break"],
    ["A\u2028B", "/receiptNumber line_break"],
    [" \u200b", "/receiptNumber not_visible"],
    ["9".repeat(65), "/receiptNumber too_long"],
  ])("under the number %j is refused", async (receiptNumber, fault) => {
    const lines = [{ productId: shop.productId, quantity: 1 }];
    const answer = await till().post<Faults>(inShop("/sales"), { receiptNumber, lines });
    expect(answer.status).toBe(422);
    expect(faultsOf(answer.body)).toEqual([fault]);
  });
});

describe("one product", () => {
  const find = (barcode: string) =>
    till().get<{ items: { name: string; barcode: string }[] }>(
      `${inShop("/products")}?barcode=${encodeURIComponent(barcode)}`,
    );

  test("has a barcode, whatever the scanner sends", async () => {
    const path = inShop("/products");
    const made = await till().post<{ id: string }>(path, {
      name: "Soda",
      barcode: "６901234567892\r",
      price: 1,
    });
    expect(made).toMatchObject({ status: 201, body: { barcode: "6901234567892" } });
    for (const barcode of [
      "06901234567892",
      "]E06901234567892",
      "(01)06901234567892",
      "6901234567892\r\n",
    ]) {
      expect((await find(barcode)).body.items).toMatchObject([{ name: "Soda" }]);
      const again = await till().post(path, { name: "Other", barcode, price: 1 });
      expect(again).toMatchObject({ status: 409, body: { code: "barcode_in_use" } });
    }
    const searched = await till().get(`${path}?q=06901234567892`);
    expect(searched).toMatchObject({ body: { items: [{ name: "Soda" }] } });
    const cup = await till().made<{ id: string }>(path, {
      name: "Cup",
      barcode: "abc-12",
      price: 1,
    });
    expect((await find("ABC-12")).body.items).toEqual([]);
    const renamed = await till().patch(`${path}/${cup.id}`, { barcode: "]C10106901234567892" });
    expect(renamed).toMatchObject({ status: 409, body: { code: "barcode_in_use" } });
  });

  test.each([
    ["6.90123E+12", "scientific_notation"],
    ["6901\n6902", "line_break"],
    ["\u2800", "not_visible"],
  ])("cannot have the barcode %j", async (barcode, code) => {
    const product = { name: "Pot", barcode, price: 1 };
    const added = await till().post<Faults>(inShop("/products"), product);
    expect(added.status).toBe(422);
    expect(faultsOf(added.body)).toEqual([`/barcode ${code}`]);
    const changed = await till().patch<Faults>(inShop(`/products/${shop.productId}`), { barcode });
    expect(faultsOf(changed.body)).toEqual([`/barcode ${code}`]);
    const queried = await find(barcode);
    expect(faultsOf(queried.body as unknown as Faults)).toEqual([`/query/barcode ${code}`]);
  });

  test("keeps its barcode when it is set to null", async () => {
    const made = await till().made<{ id: string }>(inShop("/products"), {
      name: "Bag",
      barcode: null,
      price: 1,
    });
    const changed = await till().patch(inShop(`/products/${made.id}`), {
      barcode: null,
      category: null,
    });
    expect(changed).toMatchObject({ status: 200, body: { barcode: null, category: null } });
  });

  test("is in one category, and a rule for it counts", async () => {
    await till().made(inShop("/reward-rules"), {
      scope: { category: "snacks\u200b" },
      kind: "per_unit",
      parameters: { points: 9 },
    });
    const made = await till().made<{ id: string; category: string }>(inShop("/products"), {
      name: "Nuts",
      category: " ｓnacks ",
      price: 1,
    });
    expect(made.category).toBe("snacks");
    const preview = await till().post(inShop("/reward-rules/preview"), {
      lines: [{ productId: made.id, quantity: 1 }],
    });
    expect(preview).toMatchObject({ body: { points: 9 } });
  });
});

describe("the mall", () => {
  const inSeller = (path: string) => `/sellers/${seller.id}${path}`;
  const owner = () => seller.owner.client;

  test("has one shelf for one category", async () => {
    for (const category of ["x", " x ", "x\u200b", "ｘ"]) {
      await owner().made(inSeller("/products"), {
        name: `On ${category}`,
        category,
        points: 1,
        stock: 1,
      });
    }
    const { body } = await world
      .anonymous()
      .get<{ items: { key: string; count: number }[] }>("/mall/categories");
    expect(body.items.filter(({ key }) => key.includes("x"))).toEqual([{ key: "x", count: 4 }]);
    const shelf = await world.anonymous().get("/mall/products?category=%20x%20");
    expect(shelf.body).toMatchObject({ items: { length: 4 } });
  });

  test("sells a voucher code once, and no two as one", async () => {
    const voucher = await owner().made<{ id: string }>(inSeller("/products"), {
      name: "Card",
      points: 1,
      stock: 0,
      kind: "voucher",
    });
    const path = inSeller(`/products/${voucher.id}/voucher-codes`);
    const added = await owner().post(path, { codes: ["V-1", "V-1\r", "\u200bV-1", "Ｖ-2"] });
    expect(added).toMatchObject({ body: { added: 2, stock: 2 } });
    const refused = await owner().post<Faults>(path, { codes: ["V-3", "V-4\nV-5"] });
    expect(refused.status).toBe(422);
    expect(faultsOf(refused.body)).toEqual(["/codes/1 line_break"]);
  });

  test("shows names without what cannot be seen", async () => {
    const made = await owner().post(inSeller("/products"), {
      name: "Tea\u202e\u0007 set",
      description: "one\r\ntwo\u2066",
      points: 1,
      stock: 1,
    });
    expect(made).toMatchObject({ body: { name: "Tea set", description: "one\ntwo" } });
    const blank = await owner().post<Faults>(inSeller("/products"), {
      name: "\u200b",
      points: 1,
      stock: 1,
    });
    expect(faultsOf(blank.body)).toEqual(["/name not_visible"]);
  });
});

test("names of shops count what people see, and a reference of a deposit is one line", async () => {
  const person = await world.register("Owner");
  const name = "👨‍👩‍👧".repeat(60);
  expect(await person.client.post("/shops", { name })).toMatchObject({
    status: 201,
    body: { name },
  });
  const longer = await person.client.post<Faults>("/shops", { name: `${name}a` });
  expect(faultsOf(longer.body)).toEqual(["/name too_long"]);
  const deposits = inShop("/pool/deposits");
  const deposit = await world.operator.client.post(deposits, {
    amount: 1,
    reference: " slip\t7\u200b",
  });
  expect(deposit).toMatchObject({ status: 201, body: { reference: "slip 7" } });
  const refused = await world.operator.client.post<Faults>(deposits, {
    amount: 1,
    reference: "a\nb",
  });
  expect(faultsOf(refused.body)).toEqual(["/reference line_break"]);
});
