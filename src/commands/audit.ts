import { type AuditReport, audit, auditChanges } from "../ledger/index.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { open } from "./open.ts";

const USAGE = "tongdui audit [--incremental]";

export const auditCommand: Command = {
  summary:
    "Recount every unit from its entries, or what changed since the last good recount; exits with 1 when anything differs.",
  usage: USAGE,
  async run(options) {
    const isIncremental = options.length === 1 && options[0] === "--incremental";
    if (options.length > 0 && !isIncremental) throw new UsageError(USAGE);
    const opened = await open({ beside: true });
    try {
      const { database, clock } = opened.app.deps;
      const report = await (isIncremental ? auditChanges : audit)(database, clock.now());
      printReport(report);
      return report.balanced ? 0 : 1;
    } finally {
      await opened.close();
    }
  },
};

const EXTENTS = {
  full: "all of them read",
  incremental: "read as far as they are new since the last good recount",
};

function printReport(report: AuditReport): void {
  const header = ["unit", "issued", "held", "retired", "difference"];
  const rows = report.units.map(({ unit, issued, held, retired, difference }) =>
    [unit, issued, held, retired, difference].map(String),
  );
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    console.log(cells.join("  "));
  }
  console.log("");
  for (const { name, differences } of report.checks) {
    console.log(
      `${differences === 0 ? "ok  " : "FAIL"}  ${name}${differences ? `: ${differences}` : ""}`,
    );
  }
  console.log(
    `\n${report.entries} entries, ${EXTENTS[report.extent]}. ${report.balanced ? "The books balance." : "THE BOOKS DO NOT BALANCE."}`,
  );
}
