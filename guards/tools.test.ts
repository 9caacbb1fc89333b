import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

/**
 * The tools of `npm run check` refuse what they are there to refuse: an option that was lost, or a
 * pattern that matches nothing, would make them agree with everything. That they accept the tree is
 * the check itself.
 */
const ROOT = join(import.meta.dirname, "..");
const FIXTURES = join(import.meta.dirname, "fixtures");

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "tongdui-guard-"));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

function run(tool: string, args: readonly string[], cwd: string): { status: number; said: string } {
  const command = [join(ROOT, "node_modules", tool), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    encoding: "utf8",
    // oxlint looks for its type-aware half on the path, as `npm run` sets it.
    env: {
      ...process.env,
      PATH: `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env.PATH}`,
    },
  });
  return { status: status ?? -1, said: stdout + stderr };
}

/** Fixtures are hidden from the tools by the project's settings, so they are tried elsewhere. */
function copyOut(fixture: string, ...settings: readonly string[]): void {
  cpSync(join(FIXTURES, fixture), scratch, { recursive: true });
  for (const name of settings) copyFileSync(join(ROOT, name), join(scratch, name));
}

test("biome refuses a file that is not formatted", () => {
  copyOut("format", "biome.json");
  const { status, said } = run(
    "@biomejs/biome/bin/biome",
    ["check", "--error-on-warnings", "--vcs-enabled=false"],
    scratch,
  );
  expect(status).toBe(1);
  expect(said).toMatch(/convert\.ts format/);
});

test("tsc refuses sums of points that did not go through the kernel, and nothing else", () => {
  const fixture = join(FIXTURES, "types");
  const { status, said } = run("typescript/bin/tsc", ["-p", fixture, "--noEmit"], ROOT);
  const refused = [...said.matchAll(/points\.ts\((\d+),\d+\): error TS2322/g)].map(([, line]) =>
    Number(line),
  );
  const marked = readFileSync(join(fixture, "points.ts"), "utf8")
    .split("\n")
    .flatMap((line, index) => (line.includes("refused: types") ? [index + 1] : []));
  expect(status).not.toBe(0);
  expect(refused).toEqual(marked);
});

test("oxlint refuses a promise that nobody waits for", () => {
  copyOut("lint", ".oxlintrc.json");
  const { status, said } = run(
    "oxlint/bin/oxlint",
    ["--type-aware", "--deny-warnings", "--format=unix"],
    scratch,
  );
  expect(status).toBe(1);
  expect(said).toMatch(/forgotten\.ts:4:.*no-floating-promises/);
  expect(said).toMatch(/1 problem/);
});

test("knip refuses a file nobody imports, an export nobody uses, a package nobody needs", () => {
  copyOut("dead-code", "knip.json");
  const { status, said } = run("knip/bin/knip.js", ["--no-progress"], scratch);
  expect(status).toBe(1);
  expect(said).toMatch(/nobody-imports-me\.ts/);
  expect(said).toMatch(/neverCalled/);
  expect(said).toMatch(/unheard-of/);
});
