import type { Footprint } from "./bytes.ts";
import type { CpuSeconds } from "./cpu.ts";
import type { Goal } from "./goals.ts";
import { median, type Row, type Sample } from "./results.ts";

const COLUMNS = [
  "",
  "per second",
  "min – max",
  "× TPC-B",
  "p50 ms",
  "p99 ms",
  "p99.9 ms",
  "steal %",
  "µs of server, PostgreSQL, load",
] as const;

/** Every row of the run: the median, and between which values it lies. */
export function printRows(rows: readonly Row[]): void {
  printTable(COLUMNS, rows.map(cellsOf));
}

function cellsOf({ label, samples, countsEntries }: Row): string[] {
  const speeds = samples.map(({ perSecond }) => perSecond);
  return [
    label,
    whole(median(speeds)),
    samples.length > 1 ? `${whole(Math.min(...speeds))} – ${whole(Math.max(...speeds))}` : "",
    countsEntries ? "" : median(samples.map(({ ratio }) => ratio)).toFixed(2),
    tenths(samples, "p50Milliseconds"),
    tenths(samples, "p99Milliseconds"),
    tenths(samples, "p999Milliseconds"),
    tenths(samples, "stealPercent"),
    cpuOf(samples),
  ];
}

function tenths(
  samples: readonly Sample[],
  key: "p50Milliseconds" | "p99Milliseconds" | "p999Milliseconds" | "stealPercent",
): string {
  const values = samples.flatMap((sample) => sample[key] ?? []);
  return values.length === 0 ? "" : median(values).toFixed(1);
}

function cpuOf(samples: readonly Sample[]): string {
  const known = samples.flatMap(({ cpuSeconds }) => cpuSeconds ?? []);
  if (known.length === 0) return "";
  const microseconds = (who: keyof CpuSeconds) => median(known.map((one) => one[who])) * 1_000_000;
  return [microseconds("server"), microseconds("postgres"), microseconds("load")]
    .map(whole)
    .join("  ");
}

export function printFootprints(footprints: ReadonlyMap<string, Footprint>): void {
  const rows = [...footprints].map(([name, { postings, wal, disk }]) => [
    name,
    whole(wal / postings),
    whole(disk / postings),
  ]);
  printTable(["bytes a posting", "WAL, everything", "disk, ledger tables"], rows);
}

export function printGoals(goals: readonly Goal[]): void {
  const rows = goals.map(({ name, wanted, measured, isMet, byHowMuch }) => [
    name,
    wanted,
    measured,
    isMet === null ? "not measured" : isMet ? "met" : `MISSED by ${byHowMuch}`,
  ]);
  printTable(["goal", "wanted", "measured", ""], rows);
}

function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  console.log("");
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    });
    console.log(cells.join("  ").trimEnd());
  }
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}
