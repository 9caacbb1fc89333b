import { describe, expect, test } from "vitest";
import { instant } from "../kernel/clock.ts";
import {
  earliestReceiptDay,
  findPosted,
  type NumberedSale,
  type NumberRules,
  type PostedReceipt,
  receiptDay,
} from "./decide-receipt.ts";

const at = (text: string) => instant(Date.parse(text));
const [SAME, OTHER] = [Buffer.from("same"), Buffer.from("other")];
const ONCE: NumberRules = { receiptNumbers: "once", zone: "Asia/Shanghai" };
const DAILY: NumberRules = { receiptNumbers: "daily", zone: "Asia/Shanghai" };
const NEW_YORK: NumberRules = { ...DAILY, zone: "America/New_York" };
/** Half past midnight of 2 March in Shanghai. */
const SOLD = at("2026-03-01T16:30:00.000Z");

const sale = (more: Partial<NumberedSale> = {}): NumberedSale => ({
  soldAt: SOLD,
  saysWhen: false,
  fingerprint: SAME,
  ...more,
});
const receipt = (day: string | null, more: Partial<PostedReceipt> = {}): PostedReceipt => ({
  day,
  soldAt: SOLD,
  fingerprint: OTHER,
  answer: "{}",
  ...more,
});

describe("the day with which a number is unique", () => {
  test.each([
    ["none, once for good", ONCE, SOLD, null],
    ["the shop's", DAILY, SOLD, "2026-03-02"],
    ["the shop's, elsewhere", NEW_YORK, SOLD, "2026-03-01"],
    ["the first there is", NEW_YORK, at("0001-01-01T00:00:00.000Z"), "0001-01-01"],
  ])("is %s", (_, rules, soldAt, day) => {
    expect(receiptDay(rules, soldAt)).toBe(day);
  });

  test.each([
    ["2026-03-01T00:00:00.000Z", "2026-02-28"],
    ["0001-01-01T00:00:00.000Z", "0001-01-01"],
  ])("of a sale at %s is not before %s in any zone", (soldAt, day) => {
    expect(earliestReceiptDay(at(soldAt))).toBe(day);
  });
});

type Found = "nothing" | "the same" | "another";
type Case = [name: string, posted: PostedReceipt[], sale: NumberedSale, rules: NumberRules, Found];
const CASES: Case[] = [
  ["a free number", [], sale(), ONCE, "nothing"],
  ["the same sale", [receipt(null, { fingerprint: SAME })], sale(), ONCE, "the same"],
  ["another sale", [receipt(null)], sale(), ONCE, "another"],
  ["another day's number", [receipt("2026-03-01")], sale(), DAILY, "nothing"],
  [
    "another day's same basket, of a till that does not say when",
    [receipt("2026-03-01", { fingerprint: SAME })],
    sale(),
    DAILY,
    "nothing",
  ],
  ["the day's number", [receipt("2026-03-02")], sale(), DAILY, "another"],
  [
    "the day's number, the same sale",
    [receipt("2026-03-02", { fingerprint: SAME }), receipt("2026-03-01")],
    sale(),
    DAILY,
    "the same",
  ],
  [
    "the same sale, whose day was told by another zone",
    [receipt("2026-03-01", { fingerprint: SAME })],
    sale({ saysWhen: true }),
    DAILY,
    "the same",
  ],
  [
    "a number from before numbers were daily, of that day",
    [receipt(null)],
    sale(),
    DAILY,
    "another",
  ],
  [
    "a number from before numbers were daily, of another day",
    [receipt(null, { soldAt: at("2026-03-01T15:59:59.000Z") })],
    sale(),
    DAILY,
    "nothing",
  ],
  [
    "the same sale from before numbers were daily",
    [receipt(null, { fingerprint: SAME })],
    sale(),
    DAILY,
    "the same",
  ],
  [
    "any day's number, when numbers are daily no more",
    [receipt("2020-01-01")],
    sale(),
    ONCE,
    "another",
  ],
  [
    "the same sale of a day, when numbers are daily no more",
    [receipt("2026-03-09"), receipt("2026-03-02", { fingerprint: SAME })],
    sale({ saysWhen: true }),
    ONCE,
    "the same",
  ],
];

test.each(CASES)("under a number stands: %s", (_, posted, asked, rules, found) => {
  const one = findPosted(posted, asked, rules);
  const isSame = one?.fingerprint.equals(asked.fingerprint);
  expect(one === null ? "nothing" : isSame ? "the same" : "another").toBe(found);
});
