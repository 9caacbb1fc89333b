import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { join, resolve } from "node:path";
import type { TrustProxy } from "./platform/http/server.ts";
import { DEFAULT_LANES, type LaneLimits } from "./platform/lanes/lanes.ts";
import { PROJECT_ROOT } from "./platform/project-root.ts";
import { UsageError } from "./usage-error.ts";

/** What the environment decides. Everything has a default: nothing needs to be set for a first start. */
export type Settings = {
  readonly port: number;
  /** The interface to listen on: this machine only, unless a public address is configured. */
  readonly host: string;
  /** Null: the embedded PostgreSQL in the data directory. */
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  readonly demo: boolean;
  readonly operator: { login: string; password: string } | null;
  readonly origin: string;
  readonly trustProxy: TrustProxy;
  readonly metricsToken: string | null;
  readonly lanes: LaneLimits;
  /** How many processes answer requests. */
  readonly processes: number;
  readonly faces: FaceSettings;
};

export type FaceSettings = { readonly modelsFolder: string; readonly threads: number };

const DEFAULT_PORT = 3000;

/** Throws a UsageError when a value cannot be used. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const port = readPort(environment.PORT);
  const configuredOrigin = environment.TONGDUI_ORIGIN;
  const login = environment.TONGDUI_OPERATOR_LOGIN;
  const password = environment.TONGDUI_OPERATOR_PASSWORD;
  if (Boolean(login) !== Boolean(password)) {
    throw new UsageError("Set TONGDUI_OPERATOR_LOGIN and TONGDUI_OPERATOR_PASSWORD together.");
  }
  return {
    port,
    host: environment.HOST || (configuredOrigin ? "0.0.0.0" : "localhost"),
    databaseUrl: environment.DATABASE_URL || null,
    dataDirectory: resolve(environment.TONGDUI_DATA_DIR || "data"),
    demo: environment.TONGDUI_DEMO !== "off",
    operator: login && password ? { login, password } : null,
    origin: readOrigin(configuredOrigin || `http://localhost:${port}`),
    trustProxy: readTrustProxy(environment.TONGDUI_TRUST_PROXY),
    metricsToken: environment.TONGDUI_METRICS_TOKEN || null,
    lanes: readLanes(environment),
    processes: readProcesses(environment.TONGDUI_PROCESSES),
    faces: readFaces(environment),
  };
}

/** With coalescing off every request is a transaction by itself, as many at once as lanes. */
const LANES_WITHOUT_COALESCING = 16;
const LANES_MAXIMUM = 64;

function readLanes({ TONGDUI_COALESCE, TONGDUI_LANES }: NodeJS.ProcessEnv): LaneLimits {
  const isOff = TONGDUI_COALESCE === "off";
  const lanes = Number(TONGDUI_LANES || (isOff ? LANES_WITHOUT_COALESCING : DEFAULT_LANES.lanes));
  if (!Number.isInteger(lanes) || lanes < 1 || lanes > LANES_MAXIMUM) {
    throw new UsageError(
      `TONGDUI_LANES is "${TONGDUI_LANES}", but it is a whole number from 1 to ${LANES_MAXIMUM}.`,
    );
  }
  return { ...DEFAULT_LANES, lanes, ...(isOff ? { batchMaximum: 1 } : {}) };
}

/** Each has connections of its own to the database, some thirty at most. */
const PROCESSES_MAXIMUM = 16;

function readProcesses(text: string | undefined): number {
  const processes = Number(text || 1);
  if (!Number.isInteger(processes) || processes < 1 || processes > PROCESSES_MAXIMUM) {
    throw new UsageError(
      `TONGDUI_PROCESSES is "${text}", but it is a whole number from 1 to ${PROCESSES_MAXIMUM}.`,
    );
  }
  return processes;
}

/** Where `npm start` puts the models. */
const MODELS_FOLDER = join(PROJECT_ROOT, "dist", "face-models");
/** Two look at 45 to 140 pictures a second, as the machine is, and leave the rest of a small machine to the points. */
const DEFAULT_FACE_THREADS = 2;
const FACE_THREADS_MAXIMUM = 32;

function readFaces({ TONGDUI_FACE_MODELS, TONGDUI_FACE_THREADS }: NodeJS.ProcessEnv): FaceSettings {
  const threads = Number(TONGDUI_FACE_THREADS || DEFAULT_FACE_THREADS);
  if (!Number.isInteger(threads) || threads < 1 || threads > FACE_THREADS_MAXIMUM) {
    throw new UsageError(
      `TONGDUI_FACE_THREADS is "${TONGDUI_FACE_THREADS}", but it is a whole number from 1 to ${FACE_THREADS_MAXIMUM}.`,
    );
  }
  return { modelsFolder: resolve(TONGDUI_FACE_MODELS || MODELS_FOLDER), threads };
}

function readPort(text: string | undefined): number {
  const port = Number(text || DEFAULT_PORT);
  // Number() also reads 0x10, 1e3 and blanks.
  const isPlain = !text || /^\d{1,5}$/.test(text);
  if (!isPlain || port < 1 || port > 65_535) {
    throw new UsageError(`PORT is "${text}", but a port is a whole number from 1 to 65535.`);
  }
  return port;
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.pathname !== "/" || url.search) {
    throw new UsageError(
      `TONGDUI_ORIGIN is "${text}", but it must look like https://mall.example.`,
    );
  }
  return url.origin;
}

/** Names of ranges: this machine, link-local, and private IPv6 and IPv4 networks. */
const NAMED_RANGES = new Set(["loopback", "linklocal", "uniquelocal"]);
/** More proxies in a row than anyone has; a larger number is a mistake. */
const HOPS_MAXIMUM = 16;

/** A count of hops, or the addresses and networks of proxies; a proxy on this machine when nothing is set. */
function readTrustProxy(text: string | undefined): TrustProxy {
  if (!text) return ["loopback"];
  if (/^\d+$/.test(text) && Number(text) <= HOPS_MAXIMUM) return Number(text);
  const ranges = text.split(",").map((one) => one.trim());
  const wrong = ranges.find((one) => !NAMED_RANGES.has(one) && !isNetwork(one));
  if (wrong === undefined) return ranges;
  throw new UsageError(
    `TONGDUI_TRUST_PROXY has "${wrong}", but it is a number of proxies from 0 to ${HOPS_MAXIMUM}, or ` +
      "a list of addresses and networks such as 10.0.0.7,172.16.0.0/12,fd00::/8 (also loopback, linklocal, uniquelocal).",
  );
}

/** An address, or one with the length of a prefix. A prefix of 0 would let every client name its own address. */
function isNetwork(text: string): boolean {
  const [address = "", prefix, ...more] = text.split("/");
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  if (bits === 0 || more.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}

/** The deployment's secret: from the environment, or made once and kept in the data directory. */
export function readSecret(environment: NodeJS.ProcessEnv, dataDirectory: string): Buffer {
  const given = environment.TONGDUI_SECRET;
  if (given) {
    if (given.length < 32) throw new UsageError("TONGDUI_SECRET must have at least 32 characters.");
    return Buffer.from(given);
  }
  const file = join(dataDirectory, "secret");
  if (!existsSync(file)) {
    refuseLostSecret(file, dataDirectory);
    makeSecret(file, dataDirectory);
  }
  const text = readFileSync(file, "utf8").trim();
  if (!SECRET_FORM.test(text)) {
    throw new UsageError(
      `The secret in ${file} is damaged: it must be 64 hexadecimal digits. Restore the file from a backup. Without it, sessions, member codes and face templates made with it are of no use.`,
    );
  }
  return Buffer.from(text, "hex");
}

const SECRET_FORM = /^[0-9a-f]{64}$/i;

/** What the embedded database leaves in its data directory; the secret is made before it. */
const DATABASE_TRACES = ["postgres", "postgres-is-in.txt"];

/** A database was used with a secret. Another one would end all sessions and destroy face templates. */
function refuseLostSecret(file: string, dataDirectory: string): void {
  if (!DATABASE_TRACES.some((name) => existsSync(join(dataDirectory, name)))) return;
  throw new UsageError(
    `${dataDirectory} holds a database, but its secret ${file} is missing. Restore the file from a backup, or set TONGDUI_SECRET if the database was used with that.`,
  );
}

/** The file appears whole or not at all: it is written beside, brought to disk and then linked. */
function makeSecret(file: string, dataDirectory: string): void {
  ensureDirectory(dataDirectory);
  const unfinished = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    writeFileSync(unfinished, randomBytes(32).toString("hex"), {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    linkSync(unfinished, file);
  } catch (error) {
    // Another server of the same data directory was quicker; its secret is the one.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

function ensureDirectory(dataDirectory: string): void {
  try {
    mkdirSync(dataDirectory, { recursive: true });
    accessSync(dataDirectory, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `${dataDirectory} cannot be the data directory: ${DIRECTORY_FAULTS[code ?? ""] ?? code}. Give it to the user that starts Tongdui, or set TONGDUI_DATA_DIR to another directory.`,
    );
  }
}

/** What the system calls it, and what it means. */
const DIRECTORY_FAULTS: Readonly<Record<string, string>> = {
  EEXIST: "it is a file",
  ENOTDIR: "a part of its path is a file",
  EACCES: "this user may not write there",
  EPERM: "this user may not write there",
  EROFS: "it is on a read-only disk",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENAMETOOLONG: "its path is too long",
  ELOOP: "its path leads in a circle",
};
