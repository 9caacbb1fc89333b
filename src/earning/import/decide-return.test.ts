import fc from "fast-check";
import { expect, test } from "vitest";
import { decideReturn } from "./decide-return.ts";

const line = (saleId: string, line: number, left: number) => ({ saleId, line, left });

test.each([
  ["from the first that has it", [line("a", 0, 5), line("b", 0, 5)], 3, [["a", 0, 3]]],
  [
    "spread when one has too few",
    [line("a", 0, 2), line("b", 4, 5)],
    3,
    [
      ["a", 0, 2],
      ["b", 4, 1],
    ],
  ],
  [
    "two lines of one receipt",
    [line("a", 0, 1), line("a", 3, 1)],
    2,
    [
      ["a", 0, 1],
      ["a", 3, 1],
    ],
  ],
])("a return is taken %s", (_, returnable, quantity, expected) => {
  const parts = decideReturn(returnable, quantity) ?? [];
  expect(
    parts.flatMap(({ saleId, lines }) => lines.map((one) => [saleId, one.line, one.quantity])),
  ).toEqual(expected);
});

test("wholly or not at all", () => {
  expect(decideReturn([line("a", 0, 2)], 3)).toBeNull();
  expect(decideReturn([], 1)).toBeNull();
});

test("what comes back is what was asked, never more of a line than it has left", () => {
  const anyLines = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 6 });
  fc.assert(
    fc.property(anyLines, fc.integer({ min: 1, max: 60 }), (lefts, quantity) => {
      const returnable = lefts.map((left, index) => line(`s${index % 2}`, index, left));
      const parts = decideReturn(returnable, quantity);
      const all = lefts.reduce((total, left) => total + left, 0);
      expect(parts === null).toBe(all < quantity);
      const taken = (parts ?? []).flatMap((part) => part.lines);
      for (const one of taken) expect(one.quantity).toBeLessThanOrEqual(lefts[one.line] ?? 0);
      const total = taken.reduce((sum, one) => sum + one.quantity, 0);
      expect(total).toBe(parts === null ? 0 : quantity);
    }),
  );
});
