import type { Instant } from "../kernel/clock.ts";
import { ZERO } from "../kernel/points.ts";
import type { Database } from "../platform/db/database.ts";
import {
  askQuestions,
  countEntries,
  freeze,
  recountUnits,
  type UnitTotals,
} from "./audit.store.ts";

export type AuditReport = {
  readonly balanced: boolean;
  readonly units: readonly UnitTotals[];
  /** What was asked of the books, and how many rows contradict it. */
  readonly checks: readonly { name: string; differences: number }[];
  readonly checkedAt: Instant;
  readonly entries: number;
};

/** Recounts everything from the entries, at one moment, while the mall goes on working. */
export function audit(database: Database, at: Instant): Promise<AuditReport> {
  return database.transaction(async (sql) => {
    await freeze(sql);
    const units = await recountUnits(sql);
    const checks = await askQuestions(sql);
    const entries = await countEntries(sql);
    const balanced =
      units.every(({ difference }) => difference === ZERO) &&
      checks.every(({ differences }) => differences === 0);
    return { balanced, units, checks, checkedAt: at, entries };
  });
}
