import { existsSync, readFileSync } from "node:fs";

const FILE = "/proc/stat";
/** Columns of the first line (proc(5)): user nice system idle iowait irq softirq steal. */
const STEAL = 7;
const COLUMNS = 8;

type Times = { steal: number; total: number };

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

function readTimes(): Times | null {
  if (!existsSync(FILE)) return null;
  const [line = ""] = readFileSync(FILE, "utf8").split("\n");
  const numbers = line.trim().split(/\s+/).slice(1).map(Number).slice(0, COLUMNS);
  return { steal: numbers[STEAL] ?? 0, total: numbers.reduce((sum, one) => sum + one, 0) };
}
