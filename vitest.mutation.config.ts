import { defineConfig } from "vitest/config";

/** What `npm run mutate` runs against every mutant: the tests of the pure code, without a database. */
export default defineConfig({
  test: {
    include: ["src/kernel/**/*.test.ts", "src/ledger/**/*.test.ts"],
    exclude: ["**/*.pg.test.ts"],
    setupFiles: ["vitest.mutation.setup.ts"],
  },
});
