import { parseArgs } from "node:util";
import { ANSWERS, CLAIMS, type Report, simulate } from "./simulate.ts";

const USAGE = "npm run simulate -- [--minutes N] [--seed S] [--operations N] [--lockstep]";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    seed: { type: "string" },
    operations: { type: "string" },
    lockstep: { type: "boolean", default: false },
  },
});
const [minutes, seed, operations] = [
  Number(values.minutes),
  Number(values.seed ?? Date.now() % 1_000_000),
  values.operations === undefined ? undefined : Number(values.operations),
];
if (!(minutes > 0) || !Number.isInteger(seed) || (operations !== undefined && !(operations > 0))) {
  console.error(`Usage: ${USAGE}`);
  process.exit(2);
}
console.log(`Seed ${seed}, ${minutes} minutes${values.lockstep ? ", in lockstep" : ""}.`);
const report = await simulate({
  seed,
  minutes,
  lockstep: values.lockstep,
  ...(operations === undefined ? {} : { operationsMost: operations }),
  log: (line) => console.log(line),
});
print(report);
process.exit(report.failures.length === 0 ? 0 : 1);

function print(report: Report): void {
  const { operations: done, seconds, digest, failures, checked, ...counts } = report;
  console.log(`\n${done} operations in ${seconds} s; digest ${digest}.`);
  for (const [title, numbers] of Object.entries(counts)) {
    console.log(`\n${title}`);
    for (const [name, count] of Object.entries(numbers)) {
      console.log(`  ${String(count).padStart(8)}  ${name}`);
    }
  }
  console.log("");
  for (const claim of CLAIMS) {
    const failed = failures.filter((one) => one.claim === claim);
    const looked = checked[claim] === undefined ? "" : ` (${checked[claim]})`;
    // A run that failed early has not come to its end.
    const isOpen = failures.length > 0 && claim !== ANSWERS && looked === "";
    const mark = failed.length > 0 ? "✗" : isOpen ? "·" : "✓";
    console.log(`${mark} ${claim}${isOpen ? " (not looked at)" : looked}`);
    for (const { message } of failed) console.log(`\n${message}\n`);
  }
  if (failures.length > 0) {
    const flags = `--seed ${seed}${values.lockstep ? ` --lockstep --operations ${done + 1}` : ""}`;
    console.log(`Once more: npm run simulate -- ${flags}`);
  }
}
