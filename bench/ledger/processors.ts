import { existsSync, readFileSync } from "node:fs";

const FILE = "/proc/stat";
/** Columns of the first line (proc(5)): user nice system idle iowait irq softirq steal. */
const IDLE = 3;
const WAITING = 4;
const STEAL = 7;
const COLUMNS = 8;

type Times = { steal: number; idle: number; total: number };

/** Time that this machine's processors wanted to work and were not let, because another guest did. */
export function watchSteal(): { percent(): number | null } {
  const start = readTimes();
  return {
    percent() {
      const end = readTimes();
      if (start === null || end === null || end.total === start.total) return null;
      return (100 * (end.steal - start.steal)) / (end.total - start.total);
    },
  };
}

const LOOK_MILLISECONDS = 1_000;

/**
 * The share of the processors that others use, seen while the bench itself does nothing for a
 * second; null where it cannot be known.
 */
export async function othersPercent(): Promise<number | null> {
  const start = readTimes();
  await new Promise((resolve) => setTimeout(resolve, LOOK_MILLISECONDS));
  const end = readTimes();
  if (start === null || end === null || end.total === start.total) return null;
  return 100 * (1 - (end.idle - start.idle) / (end.total - start.total));
}

function readTimes(): Times | null {
  if (!existsSync(FILE)) return null;
  const [line = ""] = readFileSync(FILE, "utf8").split("\n");
  const numbers = line.trim().split(/\s+/).slice(1).map(Number).slice(0, COLUMNS);
  const idle = (numbers[IDLE] ?? 0) + (numbers[WAITING] ?? 0);
  return { steal: numbers[STEAL] ?? 0, idle, total: numbers.reduce((sum, one) => sum + one, 0) };
}
