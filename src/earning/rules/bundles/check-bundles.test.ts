import fc from "fast-check";
import { expect, test } from "vitest";
import { bestTotal } from "./best-total.ts";
import { checkBundles } from "./check-bundles.ts";

const table = (...pairs: [quantity: number, points: number][]) =>
  pairs.map(([quantity, points]) => ({ quantity, points }));

test("a table that gives more for more is taken without a word", () => {
  expect(checkBundles(table([1, 1], [2, 3], [10, 20]))).toEqual({ ok: true, value: [] });
});

test("a table that gives less for more is refused with the example, in whatever order it stands", () => {
  expect(checkBundles(table([5, 4], [1, 1], [3, 9]))).toMatchObject({
    ok: false,
    refusal: {
      code: "rule_not_monotone",
      values: { larger: 5, fewerPoints: 4, smaller: 3, morePoints: 9 },
    },
  });
});

test("a quantity that stands twice is refused where it stands", () => {
  expect(checkBundles(table([2, 3], [1, 1], [2, 4]))).toMatchObject({
    ok: false,
    refusal: {
      code: "invalid_request",
      faults: [{ pointer: "/parameters/bundles/2/quantity", code: "repeated" }],
    },
  });
});

test("an entry that smaller bundles beat is taken with the example", () => {
  const checked = checkBundles(table([1, 2], [2, 3], [7, 14]));
  expect(checked).toMatchObject({ ok: true, value: [{ code: "splitting_pays_more" }] });
  const [warning] = checked.ok ? checked.value : [];
  expect(warning?.detail).toEqual({
    en: "2 pieces earn 4 points as 1 + 1, not the 3 in the table.",
    "zh-CN": "2 件按 1 + 1 计得 4 分，多于表中的 3 分。",
  });
});

test("there is a warning exactly for the entries that are never paid", () => {
  const anyTable = fc.uniqueArray(
    fc.record({ quantity: fc.integer({ min: 1, max: 30 }), points: fc.nat(60) }),
    { selector: ({ quantity }) => quantity, minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(anyTable, (bundles) => {
      const checked = checkBundles(bundles);
      if (!checked.ok) return;
      const unpaid = bundles.filter(
        (one) => bestTotal(bundles, one.quantity) !== BigInt(one.points),
      );
      expect(checked.value).toHaveLength(unpaid.length);
    }),
  );
});
