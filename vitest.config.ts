import { defineConfig } from "vitest/config";

/**
 * Four projects: `unit` (no database, milliseconds), `postgres` (real PostgreSQL, one server a run),
 * `browser` (Chromium against a started server, one file after another), `simulation` (a world that
 * lives for two minutes under faults).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "web/**/*.test.{ts,tsx}", "guards/**/*.test.ts"],
          exclude: ["**/*.pg.test.ts", "**/fixtures/**"],
          // The guards read the whole tree with a parser.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "postgres",
          include: ["src/**/*.pg.test.ts"],
          globalSetup: ["src/platform/testing/global-setup.ts"],
          // Every worker opens pools of its own on one server, whose connections are counted.
          maxWorkers: 4,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "browser",
          include: ["e2e/**/*.e2e.ts"],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: "simulation",
          include: ["simulation/**/*.test.ts"],
          // It needs the machine for itself: its servers are killed and must be back soon.
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
