import { describe, expect, test } from "vitest";
import { REFUSAL_CODES, REFUSALS, type RefusalCode, refusalText } from "./refusals.ts";

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "").sort();

describe("the catalogue of refusals", () => {
  test.each(REFUSAL_CODES)("%s says the same in both languages, with an honest status", (code) => {
    const { en, zh, status, retry } = REFUSALS[code];
    expect([...en, ...zh].every((text) => text.trim().length > 0)).toBe(true);
    expect(placeholders(zh.join())).toEqual(placeholders(en.join()));
    expect(zh.join()).toMatch(/[\u4e00-\u9fff]/);
    expect(en.join()).not.toMatch(/[\u4e00-\u9fff]/);
    expect(status >= 400 && status <= 503).toBe(true);
    expect(["never", "later", "after_change"]).toContain(retry);
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test.each<readonly RefusalCode[]>([
    ["malformed_json", "not_signed_in", "not_allowed", "not_found", "invalid_request"],
    ["shop_pool_exhausted", "insufficient_points"],
    [
      "amount_out_of_range",
      "unit_mismatch",
      "unknown_account",
      "posting_key_reused",
      "unknown_posting",
      "already_reversed",
    ],
    ["too_large", "invalid_request", "idempotency_key_reused", "shop_suspended", "internal"],
  ])("names %s before %s, and so on", (...codes) => {
    expect(REFUSAL_CODES.filter((code) => codes.includes(code))).toEqual(codes);
  });
});

describe("a refusal's text", () => {
  test.each(REFUSAL_CODES)("of %s has what the refusal names in its place", (code) => {
    const { en, zh } = REFUSALS[code];
    const names = placeholders(en.join());
    const values = Object.fromEntries(names.map((name, index) => [name, `«${index}»`]));
    const filled = (text: string) => names.reduce((all, name) => put(all, name, values), text);
    const [inEnglish, inChinese] = [en.map(filled), zh.map(filled)];
    const ofEnglish = refusalText({ code, values }, "en");
    const ofChinese = refusalText({ code, values }, "zh-CN");
    expect([ofEnglish.title, ofEnglish.detail]).toEqual(inEnglish);
    expect([ofChinese.title, ofChinese.detail]).toEqual(inChinese);
    expect(JSON.stringify([ofEnglish, ofChinese])).not.toMatch(/\{\w+\}/);
  });

  test.each([
    ["no values at all", undefined, "Line  has  left to return, not ."],
    ["nought", { line: 0, left: 0, asked: 3 }, "Line 0 has 0 left to return, not 3."],
    ["another value", { order: "ord_1" }, "Line  has  left to return, not ."],
  ])("with %s leaves out only what is not known", (_, values, detail) => {
    const refusal = { code: "more_than_sold", ...(values && { values }) } as const;
    expect(refusalText(refusal, "en").detail).toBe(detail);
  });
});

function put(text: string, name: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(`{${name}}`, values[name] ?? "");
}
