import { describe, expect, test } from "vitest";
import { REFUSALS } from "../src/kernel/refusals.ts";
import { loadMessages } from "../web/i18n/load.ts";
import { catalogueFaults, languageFaults } from "./catalogues.ts";
import { chinese, english } from "./fixtures/catalogues/catalogues.ts";

const CATALOGUES = ["mall", "identity", "shop", "seller", "operator"] as const;

test("refuses the fixture for each of its faults", () => {
  expect(catalogueFaults(chinese, english)).toEqual([
    "cart.empty: write its text",
    "cart.only.chinese: add it to the English catalogue",
    "cart.only.english: add it to the Chinese catalogue",
    "cart.total: Chinese uses {points}, English {amount}",
  ]);
  expect(languageFaults(chinese, english)).toEqual([
    "cart.copied: the English text has Chinese letters",
    "cart.left: the Chinese text has no Chinese letters",
  ]);
});

describe.each(CATALOGUES)("the catalogue of %s", (name) => {
  test("says the same in both languages", async () => {
    const [zh, en] = await Promise.all([loadMessages("zh-CN", [name]), loadMessages("en", [name])]);
    expect(Object.keys(zh).length).toBeGreaterThan(10);
    expect([...catalogueFaults(zh, en), ...languageFaults(zh, en)]).toEqual([]);
  });
});

test("every refusal says the same in both languages", () => {
  const texts = (language: "zh" | "en") =>
    Object.fromEntries(
      Object.entries(REFUSALS).flatMap(([code, refusal]) => [
        [`${code}.title`, refusal[language][0]],
        [`${code}.detail`, refusal[language][1]],
      ]),
    );
  const [zh, en] = [texts("zh"), texts("en")];
  expect([...catalogueFaults(zh, en), ...languageFaults(zh, en)]).toEqual([]);
});
