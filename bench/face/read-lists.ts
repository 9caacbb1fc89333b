import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { UsageError } from "../../src/usage-error.ts";

export type Pair = { readonly pathA: string; readonly pathB: string; readonly same: boolean };

/** Pictures of one person in one session, of which one template is made. */
export type Group = {
  readonly person: string;
  readonly session: string;
  readonly role: "enrol" | "probe";
  readonly paths: readonly string[];
};

const YES = ["1", "true", "yes", "same"];
const NO = ["0", "false", "no", "different"];

/** Columns `path_a,path_b,same`. Throws a UsageError that names the line. */
export function readPairs(file: string): Pair[] {
  return readRows(file, ["path_a", "path_b", "same"]).map(({ line, cells }) => ({
    pathA: pathFrom(file, cells.path_a),
    pathB: pathFrom(file, cells.path_b),
    same: readSame(cells.same, `${file}, line ${line}`),
  }));
}

/** Columns `person,session,role,path`; rows alike in the first three are one group. */
export function readTemplates(file: string): Group[] {
  const groups = new Map<string, Group & { paths: string[] }>();
  for (const { line, cells } of readRows(file, ["person", "session", "role", "path"])) {
    const { person = "", session = "", role } = cells;
    if (role !== "enrol" && role !== "probe") {
      throw new UsageError(`${file}, line ${line}: role is "${role}", but it is enrol or probe.`);
    }
    const key = JSON.stringify([person, session, role]);
    const group = groups.get(key) ?? { person, session, role, paths: [] };
    group.paths.push(pathFrom(file, cells.path));
    groups.set(key, group);
  }
  return [...groups.values()];
}

type Row = { line: number; cells: Partial<Record<string, string>> };

function readRows(file: string, columns: readonly string[]): Row[] {
  if (!existsSync(file)) throw new UsageError(`${file} does not exist.`);
  const rows: Record<string, string>[] = parse(readFileSync(file), {
    columns: true,
    bom: true,
    trim: true,
    skip_empty_lines: true,
  });
  const missing = columns.filter((column) => rows[0]?.[column] === undefined);
  if (missing.length > 0) throw new UsageError(`${file} has no column ${missing.join(", ")}.`);
  return rows.map((cells, index) => ({ line: index + 2, cells }));
}

function readSame(text = "", where: string): boolean {
  const value = text.toLowerCase();
  if (YES.includes(value)) return true;
  if (NO.includes(value)) return false;
  throw new UsageError(`${where}: same is "${text}", but it is 1 or 0.`);
}

/** A relative path counts from the list's own folder, or from the current one. */
function pathFrom(file: string, path = ""): string {
  const beside = resolve(dirname(file), path);
  return existsSync(beside) ? beside : resolve(path);
}
