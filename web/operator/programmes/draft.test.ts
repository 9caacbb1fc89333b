import { describe, expect, test } from "vitest";
import { emptyProgramme, merchantsCovered, readProgramme } from "./draft.ts";

describe("a programme's form", () => {
  const gift = { ...emptyProgramme, name: "入驻礼", points: "500", budget: "5000" };

  test("becomes a programme", () => {
    expect(readProgramme(gift)).toEqual({
      programme: {
        name: "入驻礼",
        trigger: { kind: "approved" },
        reward: { kind: "mall_points", points: 500 },
        budgetPoints: 5000,
      },
    });
  });

  test("of commission-free days has no budget of points", () => {
    const free = { ...gift, reward: "commission_free", days: "30" } as const;
    expect(readProgramme(free)).toEqual({
      programme: {
        name: "入驻礼",
        trigger: { kind: "approved" },
        reward: { kind: "commission_free", days: 30 },
      },
    });
  });

  test.each([
    [{ name: "" }, "name"],
    [{ points: "0" }, "points"],
    [{ budget: "many" }, "budget"],
    [{ budget: "499" }, "budgetTooSmall"],
    [{ startsAt: "2026-03-02", endsAt: "2026-03-01" }, "endsAt"],
  ])("%o is refused beside its field", (change, fault) => {
    expect(readProgramme({ ...gift, ...change })).toEqual({ faults: { [fault]: true } });
  });

  test("says how many merchants its budget rewards", () => {
    expect(merchantsCovered({ ...gift, budget: "5499" })).toBe(10);
    expect(merchantsCovered({ ...gift, budget: "" })).toBeNull();
  });
});
