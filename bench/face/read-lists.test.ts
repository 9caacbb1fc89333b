import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readPairs, readTemplates } from "./read-lists.ts";

const folder = mkdtempSync(join(tmpdir(), "tongdui-lists-"));
afterAll(() => rmSync(folder, { recursive: true }));

function list(text: string): string {
  const file = join(folder, "list.csv");
  writeFileSync(file, text);
  return file;
}

test("pairs are read in their order; paths count from the list, or else from here", () => {
  writeFileSync(join(folder, "a.jpg"), "");
  const file = list("path_a,path_b,same\na.jpg,b.jpg,1\n/c.jpg,a.jpg,False\n");
  expect(readPairs(file)).toEqual([
    { pathA: join(folder, "a.jpg"), pathB: resolve("b.jpg"), same: true },
    { pathA: "/c.jpg", pathB: join(folder, "a.jpg"), same: false },
  ]);
});

test("pictures alike in person, session and role are one template", () => {
  const rows = [
    "ann,1,enrol,/1.jpg",
    "bob,1,enrol,/2.jpg",
    "ann,1,enrol,/3.jpg",
    "ann,1,probe,/4.jpg",
  ];
  expect(readTemplates(list(`person,session,role,path\n${rows.join("\n")}\n`))).toEqual([
    { person: "ann", session: "1", role: "enrol", paths: ["/1.jpg", "/3.jpg"] },
    { person: "bob", session: "1", role: "enrol", paths: ["/2.jpg"] },
    { person: "ann", session: "1", role: "probe", paths: ["/4.jpg"] },
  ]);
});

test.each([
  ["path_a,path_b\nx,y\n", "has no column same"],
  ["path_a,path_b,same\nx,y,1\nx,y,perhaps\n", 'line 3: same is "perhaps"'],
])("a list of pairs that cannot be read says where: %j", (text, message) => {
  expect(() => readPairs(list(text))).toThrow(message);
});

test("a role is enrol or probe", () => {
  const file = list("person,session,role,path\nann,1,guest,/1.jpg\n");
  expect(() => readTemplates(file)).toThrow('line 2: role is "guest"');
});

test("a list that is not there is named", () => {
  expect(() => readPairs(join(folder, "none.csv"))).toThrow("none.csv does not exist");
});
