import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileLength, functionLength } from "./lengths.ts";
import { linearPatterns } from "./linear-patterns.ts";
import { findAll, openProject, type ProjectFile } from "./project.ts";
import { pureCode } from "./pure-code.ts";
import { rawArithmetic } from "./raw-arithmetic.ts";
import { rawText } from "./raw-text.ts";
import { sqlInStores } from "./sql-in-stores.ts";
import { untranslatedText } from "./untranslated-text.ts";

const ROOT = join(import.meta.dirname, "..");
const FIXTURES = join(import.meta.dirname, "fixtures", "code");

const tree = openProject({ root: ROOT, tsconfig: join(ROOT, "tsconfig.json") });
const fixtures = openProject({ root: FIXTURES, tsconfig: join(FIXTURES, "tsconfig.json") });
afterAll(() => {
  tree.close();
  fixtures.close();
});

const guards = {
  "raw-arithmetic": rawArithmetic,
  "raw-text": rawText,
  "pure-code": pureCode,
  "sql-in-stores": sqlInStores,
  "untranslated-text": untranslatedText,
  "linear-patterns": linearPatterns,
  "file-length": fileLength,
  "function-length": functionLength,
};

/** The lines a fixture marks with `refused: <guard>`; everything else in it must be accepted. */
function markedLines(file: ProjectFile, name: string): string[] {
  return file.source.text
    .split("\n")
    .flatMap((line, index) =>
      line.includes(`refused: ${name}`) ? [`${file.path}:${index + 1}`] : [],
    );
}

test("there is a tree to guard", () => {
  const folders = new Set(tree.files.map((file) => file.path.split("/")[0]));
  expect([...folders]).toEqual(expect.arrayContaining(["src", "web", "guards"]));
  expect(tree.files.length).toBeGreaterThan(100);
});

describe.each(Object.entries(guards))("%s", (name, guard) => {
  test("refuses exactly the marked lines of the fixtures", () => {
    const expected = fixtures.files.flatMap((file) => markedLines(file, name));
    const found = findAll(fixtures, guard).map(({ file, line }) => `${file}:${line}`);
    expect(expected.length).toBeGreaterThan(0);
    expect([...new Set(found)].sort()).toEqual(expected.sort());
  });

  test("accepts the tree", () => {
    const found = findAll(tree, guard).map((finding) => {
      const { file, line, message } = finding;
      return `${file}:${line} ${message}`;
    });
    expect([...new Set(found)]).toEqual([]);
  });
});
