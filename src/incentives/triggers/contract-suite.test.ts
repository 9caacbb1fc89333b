import { describe, expect, test } from "vitest";
import { createValidator } from "../../platform/http/validate.ts";
import { TRIGGERS, TriggerJson } from "./registry.ts";
import { MILESTONE_KINDS, type Milestones } from "./trigger.ts";

const onTheWire = createValidator().compile(TriggerJson);

test("the registry has kinds, each once", () => {
  const kinds = TRIGGERS.map(({ kind }) => kind);
  expect(kinds.length).toBeGreaterThan(0);
  expect(new Set(kinds).size).toBe(kinds.length);
});

describe.each(TRIGGERS.map((trigger) => [trigger.kind, trigger] as const))(
  "%s",
  (kind, trigger) => {
    test("waits for an event that somebody publishes", () => {
      expect(MILESTONE_KINDS).toContain(trigger.milestone);
    });

    test("speaks both languages", () => {
      for (const text of [trigger.label, trigger.done, trigger.missing]) {
        expect(text.en).toMatch(/^[A-Z][^.]*[^.]$/);
        expect(text["zh-CN"]).toMatch(/^\p{Script=Han}[^。]*[^。]$/u);
      }
    });

    test("has an example that is reached and one that is not", () => {
      const reached = trigger.examples.map(({ progress }) => progress.reachedAt !== null);
      expect(new Set(reached)).toEqual(new Set([true, false]));
    });

    test.each(trigger.examples)("example $parameters with $milestones", (example) => {
      expect(onTheWire(example.parameters)).toBe(true);
      expect(example.parameters).toHaveProperty("kind", kind);
      expect(onTheWire({ ...example.parameters, unknown: 1 })).toBe(false);
      const { done, of, reachedAt } = trigger.progress(example.parameters, example.milestones);
      expect({ done, of, reachedAt }).toEqual(example.progress);
      expect(done >= 0 && done <= of).toBe(true);
      expect(reachedAt !== null).toBe(done === of);
    });

    test("never goes back when more has happened", () => {
      for (const { parameters, milestones } of trigger.examples) {
        const before = trigger.progress(parameters, milestones);
        const more: Milestones = { ...everything(), ...milestones };
        expect(trigger.progress(parameters, more).done).toBeGreaterThanOrEqual(before.done);
      }
    });
  },
);

function everything(): Milestones {
  const at = TRIGGERS.flatMap(({ examples }) => examples.map(({ milestones }) => milestones));
  return Object.assign({}, ...at) as Milestones;
}
