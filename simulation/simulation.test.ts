import { beforeAll, describe, expect, test } from "vitest";
import { CLAIMS, MUST_MEET, type Report, simulate } from "./simulate.ts";

/** Two minutes of life; setting the town up and restarts at the end come on top. */
const MINUTES = Number(process.env.TONGDUI_SIMULATION_MINUTES ?? 2);
/** On a machine that is busy with other things some fault may not have come by in that time. */
const PATIENCE_MINUTES = 5;
const SEED = Number(process.env.TONGDUI_SIMULATION_SEED ?? Date.now() % 1_000_000);
const replay = `npm run simulate -- --seed ${SEED} --minutes ${MINUTES}`;

let report: Report;

beforeAll(
  async () => {
    console.log(`Simulation with seed ${SEED}; the same decisions again: ${replay}`);
    report = await simulate({
      seed: SEED,
      minutes: MINUTES,
      patienceMinutes: PATIENCE_MINUTES,
      lockstep: false,
      log: console.log,
    });
    const { operations, seconds, faults, wire } = report;
    console.log(`${operations} operations in ${seconds} s`, faults, wire);
  },
  (MINUTES + PATIENCE_MINUTES) * 60_000 + 600_000,
);

test.each(CLAIMS)("%s", (claim) => {
  const failed = report.failures.filter((failure) => failure.claim === claim);
  expect(failed.map(({ message }) => message).join("\n"), replay).toBe("");
  // A run that ended early has proved nothing about its end.
  expect(report.failures.length === 0 || failed.length > 0, "the run ended early").toBe(true);
});

describe("survived", () => {
  test.each(MUST_MEET.faults)("%s", (name) => {
    expect(report.faults[name]).toBeGreaterThan(0);
  });

  test.each(MUST_MEET.wire)("requests: %s", (mishap) => {
    expect(report.wire[mishap]).toBeGreaterThan(0);
  });

  test.each(MUST_MEET.outcomes)("%s", (what) => {
    expect(report.outcomes[what]).toBeGreaterThan(0);
  });
});
