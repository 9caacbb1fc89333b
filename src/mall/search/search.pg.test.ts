import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Database, openDatabase } from "../../platform/db/database.ts";
import { createTestDatabase, type TestDatabase } from "../../platform/testing/postgres.ts";
import { searchWordsOf } from "./index-words.ts";
import { toTsquery } from "./search-query.ts";

let scratch: TestDatabase;
let database: Database;
beforeAll(async () => {
  scratch = await createTestDatabase();
  database = openDatabase(scratch.url);
});
afterAll(async () => {
  await database.close();
  await scratch.drop();
});

type Text = { name: string; description?: string; seller?: string };

async function finds(
  query: string,
  { name, description = "", seller = "" }: Text,
): Promise<boolean> {
  const search = toTsquery(query);
  if (search === null) return false;
  const [row] = await database.query<{ found: boolean }>(
    "select array_to_tsvector($1::text[]) @@ $2::tsquery as found",
    [searchWordsOf({ name, description }, seller), search],
  );
  return row?.found ?? false;
}

const tea: Text = {
  name: "安溪铁观音乌龙茶礼盒 Oolong Tea 500g",
  description: "清香型，春茶",
  seller: "云岭茶叶",
};

test.each([
  "乌龙",
  "乌龙茶",
  "烏龍茶",
  "茶",
  "oolong tea",
  "OOL",
  "tea OOL",
  "ＯＯＬＯＮＧ",
  "乌龙茶 oolong",
  "oolong 茶",
  "礼盒 铁观音",
  "鐵觀音禮盒",
  "春茶",
  "500G",
  "500 g",
  "茶，oolong！",
  "wulong",
  "wulongcha",
  "wu long cha",
  "wlc",
  "tieguanyin",
  "yunling",
  "oolongtea",
])("%s finds the oolong tea", async (query) => {
  expect(await finds(query, tea)).toBe(true);
});

test.each([
  "绿茶",
  "龙乌",
  "olong",
  "oolong coffee",
  "te oolong",
  "茶杯",
  "500kg",
  "50 tea",
  "longwu",
])("%s does not find it", async (query) => {
  expect(await finds(query, tea)).toBe(false);
});

test.each([
  ["Levi's", "Levi’s 501"],
  ["levis", "Levi’s 501"],
  ["Levi’s", "Levi's 501"],
  ["cafe", "Café au lait"],
  ["CAFÉ", "Cafe au lait"],
  ["strasse", "Straße"],
  ["straße", "STRASSE"],
  ["乌龙茶", "烏龍茶"],
  ["烏龍茶", "乌龙茶"],
  ["台湾", "臺灣鳳梨酥"],
  ["鳳梨", "凤梨酥"],
  ["面包", "麵包"],
  ["手机壳", "手機殼"],
  ["iPhone 15", "iPhone15Pro"],
  ["iPhone15", "iPhone 15 Pro"],
  ["iphone15pro", "iPhone 15 Pro"],
  ["iPhone 15 Pro", "iPhone15Pro"],
  ["330 ml", "Cola 330ml"],
  ["330ml", "Cola 330 ml"],
  ["1.5l", "Water 1.5 L"],
  ["128gb", "Tablet 128 GB"],
  ["wifi", "Wi-Fi router"],
  ["Wi-Fi", "wifi router"],
  ["wi fi", "WiFi router"],
  ["t-shirt", "T Shirt"],
  ["tshirt", "T-Shirt"],
  ["t shirt", "Tshirt"],
  ["e‑mail", "email"],
  ["rose-gold", "Rose gold ring"],
  ["usa", "U.S.A. flag"],
  ["chabei", "玻璃茶杯"],
  ["cb", "茶杯"],
  ["lvcha", "绿茶"],
  ["lucha", "绿茶"],
  ["lücha", "绿茶"],
  ["yinhang", "银行纪念币"],
  ["wulong", "烏龍茶"],
  ["xian", "西安饼"],
  ["xi'an", "西安饼"],
  ["chongqing", "重庆火锅底料"],
])("%s finds %s", async (query, name) => {
  expect(await finds(query, { name })).toBe(true);
});

test.each([
  ["330 ml", "330 g"],
  ["iphone15", "iPhone 14, 15 cases"],
  ["cafe", "Cabe"],
  ["bc", "茶杯"],
  ["か", "がくぶち"],
])("%s does not find %s", async (query, name) => {
  expect(await finds(query, { name })).toBe(false);
});

test("numbers and letters that a space parts are found as one in a long description too", async () => {
  expect(await finds("330ml", { name: "Cola", description: "A can of 330 ml." })).toBe(true);
});

test("pinyin is of names: in descriptions it would find everything", async () => {
  expect(await finds("chabei", { name: "Glass", description: "配茶杯" })).toBe(false);
});

test.each(["", "  ", "！？…", "&|!:*", "\u200b", "’"])("%j has no word in it", (query) => {
  expect(toTsquery(query)).toBeNull();
});

test.each(["a\\ b", "'); --", "o'clock", "a & b", "x:*", "(", "~tea", "^cb", "<->"])(
  "signs of the query language in %j are text",
  async (query) => {
    await expect(finds(query, { name: query })).resolves.toBeTypeOf("boolean");
  },
);

const words = fc.array(
  fc.constantFrom("乌龙茶", "禮盒", "Tea", "café", "３C", "手机壳", "お茶", "don't", "x2", "Wi-Fi"),
  { minLength: 1, maxLength: 6 },
);

test("law: a text is found by its own words, in any order", async () => {
  await fc.assert(
    fc.asyncProperty(words, async (list) => {
      expect(await finds([...list].reverse().join(" "), { name: list.join(" ") })).toBe(true);
    }),
  );
});

test("law: any text is found by itself when it has words, whatever the case", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 40 }), async (text) => {
      if (toTsquery(text) !== null) {
        expect(await finds(text.toUpperCase(), { name: text })).toBe(true);
        expect(await finds(text, { name: "x", description: text })).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
