import { defineConfig } from "vitest/config";

/**
 * Five projects: `unit` (no database, milliseconds), `models` (the networks that look at faces, on
 * photographs that `npm test` fetches), `postgres` (real PostgreSQL, one server a run),
 * `browser` (Chromium against a started server, one file after another), `simulation` (a world that
 * lives for two minutes under faults).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "src/**/*.test.ts",
            "web/**/*.test.{ts,tsx}",
            "guards/**/*.test.ts",
            "scripts/**/*.test.mjs",
            "bench/**/*.test.ts",
          ],
          exclude: ["**/*.pg.test.ts", "**/*.models.test.ts", "**/fixtures/**"],
          // The guards read the whole tree with a parser.
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "models",
          include: ["src/**/*.models.test.ts"],
          globalSetup: ["src/platform/testing/global-setup.ts"],
          // Every file starts two threads with networks of its own.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 4 },
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
