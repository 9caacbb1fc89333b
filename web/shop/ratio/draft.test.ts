import { describe, expect, test } from "vitest";
import { pairOf, readRatio } from "./draft.ts";

const filled = {
  shopPoints: "100",
  mallPoints: "3",
  minimumPoints: "",
  dailyCap: "",
  validFrom: "",
};

describe("a ratio's form", () => {
  test("leaves out what was left empty", () => {
    expect(readRatio(filled)).toEqual({ ratio: { shopPoints: 100, mallPoints: 3 } });
  });

  test("sends minimum, cap and start when they are given", () => {
    const read = readRatio({
      ...filled,
      minimumPoints: "50",
      dailyCap: "5000",
      validFrom: "2026-03-01T08:00",
    });
    expect(read).toEqual({
      ratio: {
        shopPoints: 100,
        mallPoints: 3,
        minimumPoints: 50,
        dailyCapPoints: 5000,
        validFrom: new Date("2026-03-01T08:00").toISOString(),
      },
    });
  });

  test.each([
    [{ shopPoints: "0" }, "shopPoints"],
    [{ mallPoints: "0.5" }, "mallPoints"],
    [{ minimumPoints: "-1" }, "minimumPoints"],
    [{ dailyCap: "0" }, "dailyCap"],
  ])("%o is refused beside its field", (change, field) => {
    expect(readRatio({ ...filled, ...change })).toEqual({ faults: { [field]: true } });
  });

  test("has no cost while a number is missing", () => {
    expect(pairOf({ ...filled, mallPoints: "" })).toBeNull();
  });
});
