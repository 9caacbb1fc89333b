import { describe, expect, test } from "vitest";
import { instant } from "../../kernel/clock.ts";
import { createValidator } from "../../platform/http/validate.ts";
import { REWARDS, RewardJson } from "./registry.ts";

const onTheWire = createValidator().compile(RewardJson);

test("the registry has kinds, each once", () => {
  const kinds = REWARDS.map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  expect(new Set(kinds).size).toBe(kinds.length);
});

describe.each(REWARDS.map((reward) => [reward.kind, reward] as const))("%s", (kind, reward) => {
  test("has an example and a label in both languages", () => {
    expect(reward.examples.length).toBeGreaterThan(0);
    expect(reward.label.en).toMatch(/^[A-Z]/);
    expect(reward.label["zh-CN"]).toMatch(/^\p{Script=Han}/u);
  });

  test.each(reward.examples)("example $parameters", ({ parameters, effect }) => {
    expect(onTheWire(parameters)).toBe(true);
    expect(parameters).toHaveProperty("kind", kind);
    expect(onTheWire({ ...parameters, unknown: 1 })).toBe(false);
    expect(reward.effect(parameters, instant(0))).toEqual(effect);
  });

  test.each(reward.examples)("$parameters gives something, and says how much", ({ parameters }) => {
    const at = instant(1_000);
    const { points, commissionFreeUntil } = reward.effect(parameters, at);
    expect(points > 0n || (commissionFreeUntil !== null && commissionFreeUntil > at)).toBe(true);
    const named = reward.named(parameters);
    expect(named.en).toMatch(/\d/);
    expect(named["zh-CN"]).toMatch(/\d/);
  });

  test("without its parameters it is nothing", () => {
    expect(onTheWire({ kind })).toBe(false);
  });
});
