import { existsSync, readFileSync } from "node:fs";

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** After the name in parentheses (proc(5)): state is the first, utime the 12th, stime the 13th. */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Who spent processor time. */
export type Spenders = {
  readonly server: readonly number[];
  readonly postgres: readonly number[];
  readonly load: readonly number[];
};
export type CpuSeconds = { readonly [Who in keyof Spenders]: number };

type Spent = ReadonlyMap<number, number>;

/** Processor time that processes use from now on. */
export function watchCpu(before: Spenders): { spent(after: Spenders): CpuSeconds } {
  const pids = [...before.server, ...before.postgres, ...before.load];
  const start: Spent = new Map(pids.map((pid) => [pid, cpuSeconds(pid)]));
  const since = (all: readonly number[]) =>
    all.reduce((sum, pid) => sum + cpuSeconds(pid) - (start.get(pid) ?? 0), 0);
  return {
    spent: ({ server, postgres, load }) => ({
      server: since(server),
      postgres: since(postgres),
      load: since(load),
    }),
  };
}

/** 0 for a process that is gone, or where there is no /proc. */
function cpuSeconds(pid: number): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const text = readFileSync(file, "utf8");
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
}
