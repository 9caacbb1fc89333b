import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadMessages } from "./load.ts";

const areas = ["mall", "shop", "seller", "operator"] as const;
const catalogues = [...areas, "identity"] as const;

function placeholders(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ""))].sort();
}

/** The keys of `areas` that the sources below a folder of web name. */
function keysNamedIn(folder: string, of: readonly string[]): string[] {
  const root = join(import.meta.dirname, "..", folder);
  const names = new RegExp(`["\`]((?:${of.join("|")})\\.[\\w.]+)`, "g");
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".test.ts"))
    .flatMap((path) => [...readFileSync(join(root, path), "utf8").matchAll(names)])
    .map((match) => match[1] ?? "");
}

describe.each(catalogues)("the %s catalogue", (name) => {
  test("has the same keys in both languages", async () => {
    const chinese = await loadMessages("zh-CN", [name]);
    const english = await loadMessages("en", [name]);
    expect(Object.keys(english).sort()).toEqual(Object.keys(chinese).sort());
  });

  test("asks for no value in English that the Chinese text does not declare", async () => {
    const chinese = await loadMessages("zh-CN", [name]);
    const english = await loadMessages("en", [name]);
    for (const [key, text] of Object.entries(english)) {
      expect(placeholders(chinese[key] ?? ""), key).toEqual(
        expect.arrayContaining(placeholders(text)),
      );
    }
  });

  test("leaves no text empty", async () => {
    for (const locale of ["zh-CN", "en"] as const) {
      const empty = Object.entries(await loadMessages(locale, [name])).filter(
        ([, text]) => text.trim() === "",
      );
      expect(empty).toEqual([]);
    }
  });
});

describe.each(areas)("the pages of the %s", (area) => {
  test("name keys of their own catalogue and common only: the others are not loaded there", () => {
    expect(keysNamedIn(area, [area])).not.toEqual([]);
    expect(
      keysNamedIn(
        area,
        areas.filter((other) => other !== area),
      ),
    ).toEqual([]);
  });
});

test("what all areas share names common keys only", () => {
  expect(keysNamedIn("ui", areas)).toEqual([]);
});
