// Node built-ins only: this runs before anything is installed.
import "./require-node.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

export const root = join(import.meta.dirname, "..");

/** Installs exactly what the lock file names, unless that is what is installed. */
export function install() {
  unlessUnchanged({
    // Below node_modules, which `npm ci` empties first: an interrupted install leaves no stamp.
    stamp: join(root, "node_modules", ".tongdui-installed"),
    fingerprint: fingerprint([join(root, "package-lock.json")], process.version + process.arch),
    what: "Installing packages …",
    action: () =>
      run("npm", ["ci", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"]),
  });
}

/** Builds the pages into dist/web, unless they were built from these very sources. */
export function build() {
  const others = ["vite.config.ts", "tsconfig.json", "package-lock.json"];
  const sources = [
    ...filesIn(join(root, "web")),
    ...filesIn(join(root, "src")).filter(isForPages),
    ...others.map((name) => join(root, name)),
  ];
  unlessUnchanged({
    stamp: join(root, "dist", ".web-built"),
    fingerprint: fingerprint(sources),
    what: "Building the web application …",
    action: () =>
      run(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]),
  });
}

/** Of the server's code, pages import the kernel and the contracts only. */
function isForPages(file) {
  return file.startsWith(join(root, "src", "kernel")) || basename(file) === "contract.ts";
}

function filesIn(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function unlessUnchanged({ stamp, fingerprint: now, what, action }) {
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  console.log(what);
  rmSync(stamp, { force: true });
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

function fingerprint(files, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const file of files) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest("hex");
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`Could not run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
