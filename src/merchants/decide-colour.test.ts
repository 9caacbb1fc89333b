import { expect, test } from "vitest";
import { COLOURS, decideColour } from "./decide-colour.ts";

/** Contrast with white, as WCAG 2.2 computes it. */
function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const channel = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

test.each(COLOURS)("white text is readable on %s", (colour) => {
  expect(contrastWithWhite(colour)).toBeGreaterThanOrEqual(4.5);
});

test("the same merchant always gets the same colour", () => {
  expect(decideColour("shop_1")).toBe(decideColour("shop_1"));
});

test("many merchants get every colour", () => {
  const given = Array.from({ length: 500 }, (_, index) => decideColour(`shop_${index}`));
  expect(new Set(given).size).toBe(COLOURS.length);
});
