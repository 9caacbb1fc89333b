import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { points, pointsFromJson } from "../../kernel/points.ts";
import { createValidator } from "../../platform/http/validate.ts";
import { ALL_RULE_KINDS, RULE_KINDS } from "./registry.ts";

const quantity = fc.integer({ min: 1, max: 1_000_000 });

test("every kind stands in the registry under its own name", () => {
  expect(RULE_KINDS).toEqual(ALL_RULE_KINDS.map(({ kind }) => kind));
});

describe.each(ALL_RULE_KINDS)("$kind", (kind) => {
  const fits = createValidator().compile(kind.parameters);
  const anyExample = fc.constantFrom(...kind.examples);

  test.each(kind.examples)("$parameters gives $points for $line", (example) => {
    expect(fits(example.parameters)).toBe(true);
    expect(kind.check(example.parameters)).toMatchObject({ ok: true });
    const line = { ...example.line, amount: pointsFromJson(example.line.amount) };
    expect(kind.award(line, example.parameters)).toBe(pointsFromJson(example.points));
  });

  test("more of the same never earns less, and never less than nothing", () => {
    fc.assert(
      fc.property(
        anyExample,
        quantity,
        quantity,
        fc.nat(100_000),
        ({ parameters }, one, other, price) => {
          const award = (count: number) =>
            kind.award({ quantity: count, amount: points(BigInt(count * price)) }, parameters);
          const [fewer, more] = one < other ? [one, other] : [other, one];
          expect(award(fewer)).toBeGreaterThanOrEqual(0n);
          expect(award(more)).toBeGreaterThanOrEqual(award(fewer));
        },
      ),
    );
  });

  test("the same line earns the same, whatever was asked before", () => {
    fc.assert(
      fc.property(anyExample, quantity, quantity, ({ parameters }, one, other) => {
        const award = (count: number, of: unknown) =>
          kind.award({ quantity: count, amount: points(0n) }, of);
        const fresh = award(one, structuredClone(parameters));
        award(other, parameters);
        expect(award(one, parameters)).toBe(fresh);
      }),
    );
  });

  test("says in both languages what it is and why it awards", () => {
    for (const { parameters, line } of kind.examples) {
      const amount = pointsFromJson(line.amount);
      const because = kind.because({ quantity: line.quantity, amount }, parameters);
      for (const text of [kind.label, because]) {
        expect(text.en).toMatch(/^[\x20-\x7e×“”]+$/);
        expect(text["zh-CN"]).toMatch(/\p{Script=Han}/u);
      }
    }
  });
});
