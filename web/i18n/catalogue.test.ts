import { describe, expect, test } from "vitest";
import { loadMessages } from "./load.ts";

const areas = ["mall", "shop", "seller", "operator"] as const;

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ""))].sort();
}

describe.each(areas)("the %s catalogue", (area) => {
  test("has the same keys in both languages", async () => {
    const chinese = await loadMessages("zh-CN", area);
    const english = await loadMessages("en", area);
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
  });

  test("asks for no value in English that the Chinese text does not declare", async () => {
    const chinese = await loadMessages("zh-CN", area);
    const english = await loadMessages("en", area);
    for (const [key, text] of Object.entries(english)) {
      expect(placeholders(chinese[key] ?? ""), key).toEqual(
        expect.arrayContaining(placeholders(text)),
      );
    }
  });

  test("leaves no text empty", async () => {
    for (const locale of ["zh-CN", "en"] as const) {
      const empty = Object.entries(await loadMessages(locale, area)).filter(
        ([, text]) => text.trim() === "",
      );
      expect(empty).toEqual([]);
    }
  });
});
