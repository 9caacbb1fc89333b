import { parseArgs } from "node:util";
import type { ImportOptions, ImportResult } from "../earning/index.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { open } from "./open.ts";

const USAGE =
  "tongdui import --shop SHOP_ID --file RECEIPTS.csv[.gz] [--rejects rejects.csv] [--points-per-unit N] [--timezone Europe/London]";

export const importCommand: Command = {
  summary:
    "Read receipts, returns, products and customers of a CSV file into a shop. May be repeated.",
  usage: USAGE,
  async run(typed) {
    const options = readOptions(typed);
    const opened = await open({ beside: true });
    try {
      const outcome = await opened.app.earning.importReceipts({
        ...options,
        onProgress: showProgress,
      });
      if (process.stderr.isTTY) process.stderr.write("\n");
      if (!outcome.ok) throw new UsageError(`${outcome.reason}: ${outcome.detail}`);
      printResult(outcome.value, options.rejectsPath);
      return 0;
    } finally {
      await opened.close();
    }
  },
};

function readOptions(typed: readonly string[]): Omit<ImportOptions, "onProgress"> {
  const { values } = parseTyped(typed);
  const { shop, file, rejects, timezone } = values;
  const pointsPerUnit = values["points-per-unit"];
  if (!shop || !file) throw new UsageError(`Name a shop and a file.\n${USAGE}`);
  if (pointsPerUnit !== undefined && !/^[1-9]\d{0,5}$/.test(pointsPerUnit)) {
    throw new UsageError("--points-per-unit takes a whole number from 1 to 999999.");
  }
  return {
    shopId: shop,
    path: file,
    rejectsPath: rejects ?? "rejects.csv",
    ...(timezone ? { timeZone: timezone } : {}),
    ...(pointsPerUnit ? { pointsPerUnit: Number(pointsPerUnit) } : {}),
  };
}

function parseTyped(typed: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...typed],
      options: { shop: text, file: text, rejects: text, timezone: text, "points-per-unit": text },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${USAGE}`);
  }
}

/** On a terminal one line that counts up; in a log a line now and then. */
function showProgress({ phase, done, of }: { phase: string; done: number; of: number }): void {
  const line = `${phase}: ${done}${of > 0 ? ` of ${of}` : ""}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
  else if (done % 500 === 0 || done === of) process.stderr.write(`${line}\n`);
}

function printResult(result: ImportResult, rejectsPath: string): void {
  const rows: [string, string | number | bigint][] = [
    ["lines read", result.linesRead],
    ["receipts", result.receipts],
    ["lines on receipts", result.lines],
    ["return lines taken back", result.refunds],
    ["lines rejected", result.rejects],
    ["products", result.products],
    ["customers", result.customers],
    ["points awarded", result.points],
    ["points taken back", result.pointsTakenBack],
    ["already there", result.repeated],
    ["seconds", Math.round(result.seconds * 10) / 10],
  ];
  for (const [name, value] of rows) console.log(`${name.padEnd(24)}${value}`);
  if (result.rejects === 0) return;
  console.log(`\nWhy lines were rejected (each is in ${rejectsPath}):`);
  for (const [reason, count] of Object.entries(result.rejectsByReason)) {
    console.log(`  ${reason.padEnd(24)}${count}`);
  }
}
