import { describe, expect, test } from "vitest";
import { instant } from "../../kernel/clock.ts";
import { localTimeReader } from "./local-time.ts";
import { type Layout, parseLine, readMinorUnits } from "./parse-line.ts";
import { readLayout } from "./read-layout.ts";

const HEADER = [
  "InvoiceNo",
  "StockCode",
  "Description",
  "Quantity",
  "InvoiceDate",
  "UnitPrice",
  "CustomerID",
  "Country",
];
const layout = readLayout(HEADER) as Layout;
const now = instant(Date.UTC(2026, 0, 1));

function parse(change: Partial<Record<string, string>>, isBroken = false) {
  const good: Record<string, string> = {
    InvoiceNo: "536365",
    StockCode: "85123a",
    Description: " HEART HOLDER ",
    Quantity: "6",
    InvoiceDate: "2010-12-01 08:26:00",
    UnitPrice: "2.55",
    CustomerID: "17850.0",
    Country: "United Kingdom",
  };
  const fields = HEADER.map((name) => change[name] ?? good[name] ?? "");
  const readTime = localTimeReader("UTC");
  return parseLine({ line: 2, fields, isBroken }, { layout, readTime, now });
}

test("a good line is read: code in capitals, text trimmed, the customer's number without its decimal", () => {
  expect(parse({})).toMatchObject({
    ok: true,
    value: {
      kind: "sale",
      invoice: "536365",
      code: "85123A",
      description: "HEART HOLDER",
      quantity: 6,
      price: 255,
      soldAt: Date.UTC(2010, 11, 1, 8, 26),
      customer: "17850",
    },
  });
});

test("a return is read with its quantity above 0", () => {
  expect(parse({ InvoiceNo: "c536379", Quantity: "-2" })).toMatchObject({
    value: { kind: "return", invoice: "C536379", quantity: 2 },
  });
});

test.each([
  [{ CustomerID: "" }, { customer: null }],
  [{ Description: "" }, { description: "" }],
  [{ Quantity: "80995.0" }, { quantity: 80995 }],
  [{ UnitPrice: "2" }, { price: 200 }],
])("%j is fine", (change, value) => {
  expect(parse(change)).toMatchObject({ ok: true, value });
});

test.each([
  [{ InvoiceNo: "" }, "not_a_receipt"],
  [{ InvoiceNo: "A563185", StockCode: "B", UnitPrice: "-11062.06" }, "not_a_receipt"],
  [{ InvoiceDate: "01/12/2010 08:26" }, "bad_date"],
  [{ InvoiceDate: "2010-02-30 08:26:00" }, "bad_date"],
  [{ InvoiceDate: "2010-12-01 24:00:00" }, "bad_date"],
  [{ InvoiceDate: "2027-12-01 08:26:00" }, "bad_date"],
  [{ Quantity: "six" }, "bad_quantity"],
  [{ Quantity: "1.5" }, "bad_quantity"],
  [{ Quantity: "" }, "bad_quantity"],
  [{ Quantity: "1000001" }, "bad_quantity"],
  [{ Quantity: "1e3" }, "bad_quantity"],
  [{ UnitPrice: "" }, "bad_price"],
  [{ UnitPrice: "2,55" }, "bad_price"],
  [{ UnitPrice: "NaN" }, "bad_price"],
  [{ UnitPrice: "0.001" }, "bad_price"],
  [{ CustomerID: "17 850" }, "bad_customer"],
  [{ StockCode: "POST" }, "not_a_product"],
  [{ StockCode: "D", Quantity: "-1", InvoiceNo: "C1" }, "not_a_product"],
  [{ StockCode: "C2" }, "not_a_product"],
  [{ StockCode: "BANK CHARGES" }, "not_a_product"],
  [{ StockCode: "gift_0001_40" }, "not_a_product"],
  [{ StockCode: "" }, "not_a_product"],
  [{ Quantity: "0" }, "zero_quantity"],
  [{ Quantity: "-6" }, "negative_quantity"],
  [{ InvoiceNo: "C536379" }, "return_not_negative"],
  [{ UnitPrice: "-2.55" }, "price_negative"],
  [{ UnitPrice: "0.0" }, "price_zero"],
  [{ UnitPrice: "-0.00" }, "price_zero"],
  [{ Description: "caf\uFFFD" }, "bad_encoding"],
  [{ Description: "zero\0" }, "bad_encoding"],
] as const)("%j is %s", (change, reason) => {
  expect(parse(change)).toEqual({ ok: false, reason });
});

test("a broken record, and one with too few or too many fields, say so", () => {
  expect(parse({}, true)).toEqual({ ok: false, reason: "broken_quotes" });
  const readTime = localTimeReader("UTC");
  for (const fields of [["536365"], [...HEADER, "more"]]) {
    const parsed = parseLine({ line: 2, fields, isBroken: false }, { layout, readTime, now });
    expect(parsed).toEqual({ ok: false, reason: "wrong_columns" });
  }
});

describe("the layout", () => {
  test("finds the columns in any order and case", () => {
    const shuffled = ["Country", " customerid", "UNITPRICE", ...HEADER.slice(0, 5)];
    expect(readLayout(shuffled)).toMatchObject({ width: 8, at: { CustomerID: 1, InvoiceNo: 3 } });
  });

  test.each([
    ["a missing column, by its name", HEADER.slice(1), "missing_columns", "InvoiceNo ("],
    ["one name twice", [...HEADER, " quantity "], "repeated_columns", "quantity"],
    ["another separator", [HEADER.join(";")], "wrong_separator", '";"'],
    ["tabs", [HEADER.join("\t")], "wrong_separator", "\\t"],
    ["lines that end with CR alone", [...HEADER, "x\r1"], "carriage_return_lines", "CR"],
  ])("is refused for %s", (_, header, reason, detail) => {
    expect(readLayout(header)).toMatchObject({ reason, detail: expect.stringContaining(detail) });
  });
});

test.each([
  ["2.55", 255],
  ["0.29", 29],
  ["1.1", 110],
  ["4161.06", 416106],
  ["9999999999.99", 999999999999],
  ["1.100000", 110],
  ["-1.5", -150],
  ["", null],
  [".5", null],
  ["1.", null],
  ["1.005", null],
  ["1e2", null],
  ["1 000", null],
])("the price %j is %s", (text, minor) => {
  expect(readMinorUnits(text)).toBe(minor);
});
