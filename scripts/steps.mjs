import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./prepare.mjs";

/** What can be said about the code without running it. The guards are tests, in guards/. */
export const staticChecks = [
  {
    name: "format and lint",
    args: ["node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings"],
  },
  { name: "types", args: ["node_modules/typescript/bin/tsc", "-p", ".", "--noEmit"] },
  {
    name: "type-aware lint",
    args: ["node_modules/oxlint/bin/oxlint", "--type-aware", "--deny-warnings"],
  },
  { name: "dead code", args: ["node_modules/knip/bin/knip.js", "--no-progress"] },
];

/** Runs one check, silent unless it fails. Answers { passed, failed, skipped }. */
export function runCheck({ name, args }) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const ok = status === 0;
  if (!ok)
    process.stdout.write(`${stdout ?? ""}${stderr ?? ""}${error ? `${error.message}\n` : ""}`);
  report(ok, name, started);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** Runs vitest and counts from its own report; a runner that crashed counts as failed. */
export function runVitest(args) {
  const file = join(root, "test-output", "vitest.json");
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  const started = performance.now();
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const command = ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args];
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  const counts = countTests(file);
  if (counts.passed === 0 || (status !== 0 && counts.failed === 0)) counts.failed += 1;
  report(counts.failed === 0, "tests", started);
  return counts;
}

/** Counts the tests of a vitest JSON report; nothing at all when there is none. */
export function countTests(file) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let results;
  try {
    results = JSON.parse(readFileSync(file, "utf8")).testResults;
  } catch {
    return counts;
  }
  for (const { status, assertionResults } of results) {
    const failed = assertionResults.filter((test) => test.status === "failed").length;
    const passed = assertionResults.filter((test) => test.status === "passed").length;
    counts.passed += passed;
    counts.skipped += assertionResults.length - passed - failed;
    // A file that could not even be loaded, or whose hooks failed, has failed without a failed test.
    counts.failed += status === "failed" ? Math.max(failed, 1) : failed;
  }
  return counts;
}

let isFinished = false;

/** Prints the one summary over everything, alone on the last line, and sets the exit code. */
export function finish(all) {
  const total = (key) => all.reduce((sum, counts) => sum + counts[key], 0);
  const skipped = total("skipped") > 0 ? `, ${total("skipped")} skipped` : "";
  isFinished = true;
  console.log(`\n${total("passed")} passed, ${total("failed")} failed${skipped}`);
  process.exitCode = total("failed") === 0 ? 0 : 1;
}

// Whoever reads the last line must not take a run that ended early for one that passed.
process.once("exit", () => {
  if (!isFinished) finish([{ passed: 0, failed: 1, skipped: 0 }]);
});

export function report(ok, name, started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? "✓" : "✗"} ${name} (${seconds} s)`);
}
