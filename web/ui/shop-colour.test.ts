import { describe, expect, test } from "vitest";
import { readableOn } from "./shop-colour.ts";

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
});
