// Node built-ins only: this runs before anything is installed.
import "./require-node.mjs";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { compressFiles } from "./compress.mjs";

export const root = join(import.meta.dirname, "..");

/** Installs exactly what the lock file names, unless that is what is installed. */
export function install() {
  if (isInstalled()) return;
  console.log("Installing packages …");
  run("npm", ["ci", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error"]);
}

/**
 * npm writes node_modules/.package-lock.json last, so after an interrupted install it is missing.
 * Packages for other platforms are in the lock file only.
 */
function isInstalled() {
  const wanted = packagesIn(join(root, "package-lock.json"));
  const present = packagesIn(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(wanted).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" ||
      present[path]?.version === version ||
      (present[path] === undefined && (optional || devOptional)),
  );
}

function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

/** Builds what is served and what serves it, each unless it was built from these very sources. */
export async function build() {
  await buildPages();
  await buildServer();
}

async function buildPages() {
  const others = ["vite.config.ts", "scripts/compress.mjs", "tsconfig.json", "package-lock.json"];
  const sources = [
    ...filesIn(join(root, "web")),
    ...filesIn(join(root, "src")).filter(isForPages),
    ...others.map((name) => join(root, name)),
  ];
  await once("web", sources, () => {
    console.log("Building the web application …");
    run(process.execPath, ["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"]);
    compressFiles(join(root, "dist", "web"));
  });
}

/**
 * The server as one plain program in dist/server. Run by tsx it starts in a second more, and the names
 * that tsx keeps for every function cost an eighth of its time.
 */
export async function buildServer() {
  const sources = [
    ...filesIn(join(root, "src")),
    ...["scripts/prepare.mjs", "tsconfig.json", "package-lock.json"].map((name) =>
      join(root, name),
    ),
  ];
  await once("server", sources, async () => {
    const { build: bundle } = await import("esbuild");
    await bundle(serverBundle);
  });
}

/** What esbuild makes of the server. */
export const serverBundle = {
  absWorkingDir: root,
  // The thread that looks at faces is a program of its own.
  entryPoints: ["src/main.ts", "src/identity/face/thread.ts"],
  outbase: "src",
  outdir: join("dist", "server"),
  bundle: true,
  packages: "external",
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: "linked",
  logLevel: "warning",
};

/** Whoever writes into dist/server otherwise says so, or the next start would take it for a build of its own. */
export function forgetServerBuild() {
  rmSync(stampOf("server"), { force: true });
}

/** Runs `work` unless it has succeeded before for files of this content. */
async function once(name, sources, work) {
  const stamp = stampOf(name);
  const now = fingerprint(sources);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, now);
}

function stampOf(name) {
  return join(root, "dist", `.${name}-built`);
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

function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest("hex");
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`Could not run ${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
