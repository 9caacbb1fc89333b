import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const STEPS = join(import.meta.dirname, "..", "scripts", "steps.mjs");
const REPORT = join(import.meta.dirname, "fixtures", "summary", "vitest.json");

/** Runs a script that uses scripts/steps.mjs, and answers its exit code and last line. */
function run(script: string): { status: number | null; lastLine: string | undefined } {
  const source = `import * as steps from ${JSON.stringify(STEPS)}; ${script}`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", source], {
    encoding: "utf8",
  });
  return { status, lastLine: stdout.trimEnd().split("\n").at(-1) };
}

test.each([
  {
    what: "everything passed",
    script:
      "steps.finish([{ passed: 2, failed: 0, skipped: 0 }, { passed: 1, failed: 0, skipped: 0 }])",
    expected: { status: 0, lastLine: "3 passed, 0 failed" },
  },
  {
    what: "one failed and one was skipped",
    script: "steps.finish([{ passed: 2, failed: 1, skipped: 1 }])",
    expected: { status: 1, lastLine: "2 passed, 1 failed, 1 skipped" },
  },
  {
    what: "the run ended early",
    script: "throw new Error('install failed')",
    expected: { status: 1, lastLine: "0 passed, 1 failed" },
  },
  {
    what: "the runner left no report",
    script:
      "steps.finish([steps.countTests('/nowhere.json'), { passed: 0, failed: 1, skipped: 0 }])",
    expected: { status: 1, lastLine: "0 passed, 1 failed" },
  },
  {
    what: "a check ends with an error",
    script: "steps.finish([steps.runCheck({ name: 'types', args: ['-e', 'process.exit(2)'] })])",
    expected: { status: 1, lastLine: "0 passed, 1 failed" },
  },
  {
    what: "a file of the report could not be loaded",
    script: `steps.finish([steps.countTests(${JSON.stringify(REPORT)})])`,
    expected: { status: 1, lastLine: "2 passed, 2 failed, 1 skipped" },
  },
])("the last line tells the truth when $what", ({ script, expected }) => {
  expect(run(script)).toEqual(expected);
});
