import { describe, expect, test } from "vitest";
import { manualClock } from "./clock.ts";
import { createIds, isId } from "./ids.ts";

describe("ids", () => {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const ids = createIds(clock);

  test("carry their kind, and sort by the time they were made", () => {
    const earlier = ids.next("customer");
    clock.advanceSeconds(0.001);
    const later = ids.next("customer");
    expect(isId("customer", earlier)).toBe(true);
    expect(isId("shop", earlier)).toBe(false);
    expect(earlier < later).toBe(true);
  });

  test("are different within one millisecond, and in order", () => {
    const made = Array.from({ length: 10_000 }, () => ids.next("sale"));
    expect(new Set(made).size).toBe(made.length);
    expect([...made].sort()).toEqual(made);
  });

  test.each([
    "",
    "cus_",
    "cus_0",
    "cus_8zzzzzzzzzzzzzzzzzzzzzzzzz",
    "CUS_01h455vb4pex5vsknk084sn02q",
  ])("%j is none", (text) => {
    expect(isId("customer", text)).toBe(false);
  });
});
