import { describe, expect, test } from "vitest";
import { addSeconds, instant } from "../kernel/clock.ts";
import { ZERO } from "../kernel/points.ts";
import { ratio } from "../kernel/ratio.ts";
import { checkBounds, decideRatio } from "./decide-ratio.ts";

const now = instant(Date.UTC(2026, 2, 1));
/** From 1,000 shop points for one mall point up to two mall points for one shop point. */
const bounds = { minimum: ratio(1000n, 1n), maximum: ratio(1n, 2n) };

describe("what one shop point may be worth", () => {
  test.each([
    [1000n, 1n, true],
    [2000n, 2n, true],
    [1n, 2n, true],
    [100n, 3n, true],
    [1001n, 1n, false],
    [1999n, 4000n, false],
    [9_007_199_254_740_991n, 1n, false],
    [1n, 9_007_199_254_740_991n, false],
  ])("%s : %s", (shopPoints, mallPoints, allowed) => {
    expect(checkBounds(ratio(shopPoints, mallPoints), bounds).ok).toBe(allowed);
  });

  test("the refusal names both bounds", () => {
    expect(checkBounds(ratio(1n, 3n), bounds)).toMatchObject({
      refusal: { code: "ratio_out_of_bounds", values: { minimum: "1000:1", maximum: "1:2" } },
    });
  });
});

describe("a version holds", () => {
  const command = { by: ratio(100n, 3n), minimumPoints: ZERO, dailyCapPoints: null };
  test.each([
    ["from now when nothing is said", null, now],
    ["from the time that is named", addSeconds(now, 60), addSeconds(now, 60)],
    ["never for the past", addSeconds(now, -60), now],
  ])("%s", (_, validFrom, expected) => {
    expect(decideRatio({ ...command, validFrom }, { bounds, now })).toMatchObject({
      ok: true,
      value: { validFrom: expected },
    });
  });
});
