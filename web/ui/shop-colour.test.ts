import { describe, expect, test } from "vitest";
import { initialOf, readableOn } from "./shop-colour.ts";

describe("a shop's mark", () => {
  test.each([
    ["#ffffff", "#1f1a16"],
    ["#000000", "#ffffff"],
    ["#f4c430", "#1f1a16"],
    ["#7a1f1f", "#ffffff"],
    ["not a colour", "#ffffff"],
  ])("on %s the letter is %s", (colour, letter) => {
    expect(readableOn(colour)).toBe(letter);
  });

  test.each([
    ["兰州面馆", "兰"],
    ["  coffee", "C"],
    ["👩‍🍳厨房", "👩‍🍳"],
    ["", ""],
  ])("of %o is %o", (name, initial) => {
    expect(initialOf(name)).toBe(initial);
  });
});
