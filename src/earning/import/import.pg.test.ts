import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ImportOptions, ImportResult } from "../index.ts";
import { openTill, type Till } from "../testing/open-till.ts";

const FIXTURE = join(import.meta.dirname, "fixtures/oddities.csv");

const SOLD = "536600,22633,HAND WARMER,1,2010-12-01 08:28:00,1.85,13047,UK";

let till: Till;
let folder: string;
let shops = 0;
let shopId: string;
beforeAll(async () => {
  till = await openTill();
  folder = await mkdtemp(join(tmpdir(), "tongdui-import-"));
});
afterAll(async () => {
  expect(await till.isBalanced()).toBe(true);
  await till.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  shops += 1;
  shopId = `shop_import_${shops}`;
  till.shops.set(shopId, { name: shopId, status: "approved" });
});

const rejectsPath = () => join(folder, `${shopId}.rejects.csv`);
function run(change: Partial<ImportOptions> = {}) {
  const options = { shopId, path: FIXTURE, rejectsPath: rejectsPath(), pointsPerUnit: 1 };
  return till.earning.importReceipts({ ...options, ...change });
}
async function imported(change: Partial<ImportOptions> = {}): Promise<ImportResult> {
  const outcome = await run(change);
  return outcome.ok ? outcome.value : expect.fail(`${outcome.reason}: ${outcome.detail}`);
}
/** The fixture's header and these lines, as a file. */
async function fileOf(...lines: string[]): Promise<string> {
  const path = join(folder, `${shopId}-${lines.length}.csv`);
  const [header] = (await readFile(FIXTURE, "utf8")).split("\n");
  await writeFile(path, [header, ...lines, ""].join("\n"));
  return path;
}
const rejects = async (): Promise<Record<string, string>[]> =>
  parse(await readFile(rejectsPath()), { columns: true, relax_column_count: true });
const receipt = async (number: string) => {
  const path = `GET /shops/${shopId}/sales?receiptNumber=${number}` as const;
  return (await till.call(`owner@${shopId}`, path)).body.items[0];
};
/** Everything an import may write, to be compared as a whole. */
async function everything() {
  const tables = [
    "shop_product",
    "reward_rule",
    "sale",
    "sale_refund",
    "customer_reference",
    "imported_return",
    "ledger_posting",
    "ledger_account",
  ];
  const rows = [];
  for (const table of tables) {
    rows.push(await till.database.query(`select ${table}::text from ${table} order by 1`));
  }
  return rows;
}

describe("the fixture with every oddity", () => {
  test("is read to the last line: sold, returned or rejected with its reason", async () => {
    const result = await imported();
    expect(result).toMatchObject({
      linesRead: 36,
      receipts: 6,
      lines: 10,
      refunds: 4,
      rejects: 22,
      customers: 2,
      products: 5,
      repeated: 0,
    });
    expect(result.lines + result.refunds + result.rejects).toBe(result.linesRead);
    const found = (await rejects()).map(({ line, reason }) => `${line} ${reason}`);
    expect(found).toEqual([
      "11 not_a_product",
      "12 not_a_product",
      "13 not_a_product",
      "14 not_a_product",
      "15 not_a_receipt",
      "16 price_zero",
      "17 negative_quantity",
      "18 price_negative",
      "19 bad_quantity",
      "20 bad_quantity",
      "21 bad_price",
      "22 bad_price",
      "23 bad_date",
      "24 bad_customer",
      "25 wrong_columns",
      "26 wrong_columns",
      "27 broken_quotes",
      "28 bad_encoding",
      "29 mixed_customers",
      "35 original_not_found",
      "36 original_not_found",
      "38 original_not_found",
    ]);
  });

  test("gives points by the shop's rules, and takes them back with what returns", async () => {
    const result = await imported();
    expect([result.points, result.pointsTakenBack]).toEqual([39n, 6n]);
    expect(await receipt("536365")).toMatchObject({
      soldAt: "2010-12-01T08:26:00.000Z",
      customerName: "Customer 17850",
      points: 10,
      amount: 1530 + 678 + 1020,
      refundedPoints: 3,
      lines: [
        { name: "WHITE HANGING HEART", quantity: 6, unitPrice: 255, refundedQuantity: 2 },
        { name: "WHITE METAL LANTERN", quantity: 2, unitPrice: 339, refundedQuantity: 0 },
        { name: "WHITE HANGING HEART", quantity: 2, unitPrice: 510, refundedQuantity: 1 },
      ],
    });
  });
});

describe("a second run", () => {
  test("changes nothing, writes the same rejects and answers the same", async () => {
    const first = await imported();
    const before = await everything();
    const rejected = await readFile(rejectsPath(), "utf8");
    till.clock.advanceSeconds(86_400);
    const second = await imported();
    expect(second).toEqual({ ...first, repeated: 10, seconds: 0 });
    expect(await everything()).toEqual(before);
    expect(await readFile(rejectsPath(), "utf8")).toBe(rejected);
  });

  test("goes on where one that was killed stopped", async () => {
    const killed = run({
      onProgress: ({ phase, done }) => {
        if (phase === "receipts" && done === 0) throw new Error("killed");
      },
    });
    await expect(killed).rejects.toThrow("killed");
    expect(await receipt("536365")).toBeDefined();
    expect(await receipt("536371")).toBeUndefined();
    expect(await imported()).toMatchObject({ receipts: 6, refunds: 4, points: 39n, repeated: 1 });
  });

  test("at the same time as the first leaves each receipt once", async () => {
    const [one, other] = await Promise.all([
      imported(),
      imported({ rejectsPath: `${rejectsPath()}2` }),
    ]);
    expect(one).toEqual({ ...other, repeated: one.repeated });
    expect(one.repeated + other.repeated).toBe(10);
  });

  test("with a changed receipt rejects its lines and keeps what was posted", async () => {
    await imported();
    const changed = await fileOf(
      "536371,71053,WHITE METAL LANTERN,9,2010-12-04 09:00:00,3.39,13047,UK",
    );
    const result = await imported({ path: changed });
    expect(result).toMatchObject({ receipts: 0, rejectsByReason: { receipt_number_reused: 1 } });
    expect((await receipt("536371")).points).toBe(1);
  });

  test("with another file finds customers, products and receipts of the first", async () => {
    await imported();
    const returns = await fileOf("C536500,22632,,-3,2011-01-04 09:00:00,1.85,13047.0,UK");
    const result = await imported({ path: returns });
    expect(result).toMatchObject({ linesRead: 1, refunds: 1, pointsTakenBack: 3n, rejects: 0 });
  });
});

describe("a file", () => {
  test("may be compressed, begin with a byte order mark and end its lines the Windows way", async () => {
    const path = join(folder, "windows.dat");
    const text = `\uFEFF${await readFile(FIXTURE, "latin1")}`.replaceAll("\n", "\r\n");
    await writeFile(path, gzipSync(Buffer.from(text, "utf8")));
    // As UTF-8 its one foreign letter is readable, and that line one more sale.
    expect(await imported({ path })).toMatchObject({ linesRead: 36, lines: 11, rejects: 21 });
  });

  test("may have longer receipts than the wire takes", async () => {
    const line = "536600,22633,HAND WARMER,1,2010-12-01 08:28:00,1.85,13047,UK";
    const path = await fileOf(...Array.from({ length: 1_200 }, () => line));
    expect(await imported({ path })).toMatchObject({ receipts: 1, lines: 1_200, points: 1_200n });
  });

  test("has the times of its zone", async () => {
    await imported({ timeZone: "Asia/Shanghai" });
    expect((await receipt("536365")).soldAt).toBe("2010-12-01T00:26:00.000Z");
  });

  test("tells how far it is", async () => {
    const phases: string[] = [];
    await imported({ onProgress: ({ phase, done, of }) => phases.push(`${phase} ${done}/${of}`) });
    expect(phases).toEqual(["products 0/0", "customers 0/0", "receipts 0/12", "receipts 12/12"]);
  });

  test("may name its rejects in Chinese", async () => {
    await imported({ language: "zh-CN" });
    expect((await rejects())[0]?.detail).toContain("货号");
    expect((await receipt("536365")).customerName).toBe("顾客 17850");
  });
});

describe("an import is refused, and writes nothing,", () => {
  test.each([
    ["when there is no such file", { path: "/nowhere.csv" }, "cannot_read"],
    ["for an unknown time zone", { timeZone: "Mars/Olympus" }, "unknown_time_zone"],
    ["for an unknown shop", { shopId: "shop_nowhere" }, "unknown_shop"],
  ])("%s", async (_, change, reason) => {
    expect(await run(change)).toMatchObject({ ok: false, reason });
    expect(await receipt("536365")).toBeUndefined();
  });

  test("when the file is cut off in the middle", async () => {
    const path = join(folder, "cut.csv.gz");
    const whole = gzipSync(await readFile(FIXTURE));
    await writeFile(path, whole.subarray(0, whole.length - 200));
    expect(await run({ path })).toMatchObject({ ok: false, reason: "cannot_read" });
    expect(await receipt("536365")).toBeUndefined();
  });

  test("when a column is missing", async () => {
    const path = join(folder, "columns.csv");
    await writeFile(path, "InvoiceNo,StockCode,Quantity\n1,10001,1\n");
    expect(await run({ path })).toMatchObject({
      reason: "missing_columns",
      detail: expect.stringMatching(/^Description, InvoiceDate, UnitPrice, CustomerID \(/),
    });
  });

  test.each([
    ["is empty", () => "", "empty_file"],
    ["holds a byte order mark and nothing else", () => "\uFEFF", "missing_columns"],
    ["has a header only", (header: string) => `${header}\n`, "no_lines"],
    ["ends its lines with CR", (header: string) => `${header}\r${SOLD}\r`, "carriage_return_lines"],
    [
      "is separated by semicolons",
      (header: string) => header.replaceAll(",", ";"),
      "wrong_separator",
    ],
    [
      "names a column twice",
      (header: string) => `${header},Quantity\n${SOLD},1\n`,
      "repeated_columns",
    ],
  ])("when the file %s", async (_, contentOf, reason) => {
    const [header = ""] = (await readFile(FIXTURE, "utf8")).split("\n");
    const path = join(folder, `${shopId}-refused.csv`);
    await writeFile(path, contentOf(header));
    expect(await run({ path })).toMatchObject({ ok: false, reason });
    expect(await receipt("536600")).toBeUndefined();
  });

  test.each([
    ["pending", "shop_not_approved"],
    ["suspended", "shop_suspended"],
  ] as const)("for a shop that is %s", async (status, reason) => {
    till.shops.set(shopId, { name: shopId, status });
    expect(await run()).toMatchObject({ ok: false, reason });
  });
});

test("one number on two days is one receipt of the first day; the others are rejected", async () => {
  const other = SOLD.replace("2010-12-01", "2010-12-02");
  const later = SOLD.replace("08:28", "23:59");
  expect(await imported({ path: await fileOf(SOLD, other, later) })).toMatchObject({
    receipts: 1,
    lines: 2,
    rejectsByReason: { mixed_days: 1 },
  });
});

test("a line that is not UTF-8 is among the rejects byte for byte, other lines are used", async () => {
  const [header = ""] = (await readFile(FIXTURE, "utf8")).split("\n");
  // HAND WARMER in Chinese, in GBK.
  const gbk = Buffer.concat([
    Buffer.from("536601,22633,"),
    Buffer.from([0xc5, 0xaf, 0xca, 0xd6, 0xb1, 0xa6]),
    Buffer.from(",1,2010-12-01 08:28:00,1.85,13047,UK"),
  ]);
  const path = join(folder, `${shopId}-gbk.csv`);
  await writeFile(path, Buffer.concat([Buffer.from(`\uFEFF${header}\r\n${SOLD}\r\n`), gbk]));
  expect(await imported({ path })).toMatchObject({
    receipts: 1,
    rejectsByReason: { bad_encoding: 1 },
  });
  const written = await readFile(rejectsPath());
  expect(written.includes(gbk)).toBe(true);
  expect(written.includes("\uFFFD")).toBe(false);
});

test("a till that refunds a line at the moment of its return leaves a reject, and the run goes on", async () => {
  const back = "C536602,22633,HAND WARMER,-1,2010-12-02 08:28:00,1.85,13047,UK";
  const next = SOLD.replace("536600", "536603").replace("2010-12-01", "2010-12-03");
  await imported({ path: await fileOf(SOLD) });
  const waiting = async () => {
    const [row] = await till.database.query<{ waits: boolean }>(
      `select exists (select from pg_stat_activity where datname = current_database()
         and wait_event_type = 'Lock' and query like '%for%update%') as waits`,
    );
    return row?.waits ?? false;
  };
  const running = await till.database.transaction(async (sql) => {
    await sql.query("select from sale where shop_id = $1 for update", [shopId]);
    const second = imported({ path: await fileOf(SOLD, back, next) });
    while (!(await waiting())) await new Promise((resolve) => setTimeout(resolve, 5));
    // What a refund at the till writes on the receipt.
    await sql.execute(
      `update sale set refunded_quantities = array(
         select quantity from sale_line l where l.bucket = sale.bucket and l.sale_id = sale.id order by line)
       where shop_id = $1`,
      [shopId],
    );
    return { second };
  });
  expect(await running.second).toMatchObject({
    receipts: 2,
    refunds: 0,
    rejectsByReason: { original_not_found: 1 },
  });
});

test("points per unit are for a shop without rules only", async () => {
  const rule = { scope: {}, kind: "per_unit", parameters: { points: 10 } };
  await till.call(`owner@${shopId}`, `POST /shops/${shopId}/reward-rules`, rule);
  expect((await imported()).points).toBe(390n);
});

test("an archived product is not sold again, and stays archived", async () => {
  await imported();
  const products = await till.call(
    `owner@${shopId}`,
    `GET /shops/${shopId}/products?barcode=71053`,
  );
  const path = `PATCH /shops/${shopId}/products/${products.body.items[0].id}` as const;
  await till.call(`owner@${shopId}`, path, { status: "archived" });
  const line = "536700,71053,WHITE METAL LANTERN,1,2010-12-04 09:00:00,3.39,13047,UK";
  const result = await imported({ path: await fileOf(line) });
  expect(result).toMatchObject({ receipts: 0, rejectsByReason: { unknown_product: 1 } });
});
