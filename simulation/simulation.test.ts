import { beforeAll, describe, expect, test } from "vitest";
import { FAULT_NAMES } from "./faults.ts";
import { CLAIMS, type Report, simulate } from "./simulate.ts";

/** Two minutes of life; setting the town up, restarts at the end and a slow machine come on top. */
const MINUTES = Number(process.env.TONGDUI_SIMULATION_MINUTES ?? 2);
const SEED = Number(process.env.TONGDUI_SIMULATION_SEED ?? Date.now() % 1_000_000);
const replay = `npm run simulate -- --seed ${SEED} --minutes ${MINUTES}`;

let report: Report;

beforeAll(
  async () => {
    console.log(`Simulation with seed ${SEED}; the same decisions again: ${replay}`);
    report = await simulate({ seed: SEED, minutes: MINUTES, lockstep: false, log: console.log });
    const { operations, seconds, faults, wire } = report;
    console.log(`${operations} operations in ${seconds} s`, faults, wire);
  },
  MINUTES * 60_000 + 600_000,
);

test.each(CLAIMS)("%s", (claim) => {
  const failed = report.failures.filter((failure) => failure.claim === claim);
  expect(failed.map(({ message }) => message).join("\n"), replay).toBe("");
  // A run that ended early has proved nothing about its end.
  expect(report.failures.length === 0 || failed.length > 0, "the run ended early").toBe(true);
});

describe("survived", () => {
  test.each(FAULT_NAMES)("%s", (name) => {
    expect(report.faults[name]).toBeGreaterThan(0);
  });

  test.each(["answer_lost", "hung_up", "sent_twice"])("requests: %s", (mishap) => {
    expect(report.wire[mishap]).toBeGreaterThan(0);
  });

  test.each([
    "two at once",
    "repeated later",
    "receipts repeated",
    "keys reused",
    "return periods changed",
    "sales whose points wait",
    "points taken back: while they wait",
    "points taken back: later",
    "commits struck: of a batch",
  ])("%s", (what) => {
    expect(report.outcomes[what]).toBeGreaterThan(0);
  });
});
