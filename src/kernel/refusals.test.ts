import { describe, expect, test } from "vitest";
import { REFUSAL_CODES, REFUSALS, refusalText } from "./refusals.ts";

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe("the catalogue of refusals", () => {
  test.each(REFUSAL_CODES)("%s says the same in both languages, with an honest status", (code) => {
    const { en, zh, status } = REFUSALS[code];
    expect([...en, ...zh].every((text) => text.trim().length > 0)).toBe(true);
    expect(placeholders(zh.join())).toEqual(placeholders(en.join()));
    expect(zh.join()).toMatch(/[\u4e00-\u9fff]/);
    expect(status >= 400 && status <= 503).toBe(true);
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
  });

  test("fills in what the refusal names", () => {
    const refusal = { code: "below_minimum", values: { minimum: 34 } } as const;
    expect(refusalText(refusal, "en").detail).toContain("34");
    expect(refusalText(refusal, "zh-CN").detail).toContain("34");
  });
});
