import fc from "fast-check";
import { expect, test } from "vitest";
import { readRecords } from "./read-records.ts";

async function read(...lines: string[]) {
  async function* source() {
    for (const text of lines) yield { text, raw: null };
  }
  const records = [];
  for await (const record of readRecords(source())) records.push(record);
  return records;
}
const good = (line: number, ...fields: string[]) => ({ line, fields, isBroken: false });
const broken = (line: number, text: string) => ({ line, fields: [text], isBroken: true });

test("fields are split, quoted or not, and lines counted from 1", async () => {
  expect(await read("a,b", "1,", '2,"x, ""y"""')).toEqual([
    good(1, "a", "b"),
    good(2, "1", ""),
    good(3, "2", 'x, "y"'),
  ]);
});

test("a quoted field may run over lines, and the count goes on behind it", async () => {
  expect(await read("a,b", '1,"x', "", 'y"', "2,z")).toEqual([
    good(1, "a", "b"),
    good(2, "1", "x\n\ny"),
    good(5, "2", "z"),
  ]);
});

test("a quote that never closes costs its own line only", async () => {
  const rest = ["2,x", "3,x", "4,x", "5,x", "6,x", "7,x"];
  const records = await read("a,b", '1,"x', ...rest);
  expect(records[1]).toEqual(broken(2, '1,"x'));
  expect(records.slice(2).map(({ fields }) => fields.join(","))).toEqual(rest);
});

test("a quote that is closed lines later by another broken one does not swallow what lies between", async () => {
  const records = await read("a,b,c", '1,"x,1', "2,x,2", '3,y",3,4', "4,x,4");
  expect(records.map(({ line, isBroken }) => [line, isBroken])).toEqual([
    [1, false],
    [2, true],
    [3, false],
    [4, true],
    [5, false],
  ]);
});

test("a broken line at the end of the file is one record", async () => {
  expect((await read("a,b", '1,"x'))[1]).toEqual(broken(2, '1,"x'));
});

test("an empty line is a record with one empty field", async () => {
  expect((await read("a,b", "", "1,2"))[1]).toEqual(good(2, ""));
});

test("whatever the lines hold, each belongs to one record", async () => {
  const anyLine = fc
    .array(fc.constantFrom("a", ",", '"', '""', " ", "x,y"), { maxLength: 8 })
    .map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(fc.array(anyLine, { minLength: 1, maxLength: 12 }), async (lines) => {
      const records = await read(...lines);
      let next = 1;
      for (const { line, fields, isBroken } of records) {
        expect(line).toBe(next);
        if (isBroken) expect(fields).toEqual([lines[line - 1]]);
        next += fields.join("").split("\n").length;
      }
      expect(next).toBe(lines.length + 1);
    }),
    { numRuns: 500 },
  );
});
