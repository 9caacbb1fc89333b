import { type Instant, instant } from "../kernel/clock.ts";
import { ZERO } from "../kernel/points.ts";
import { type AuditReport, auditChanges, latestRecounts, MALL } from "../ledger/index.ts";
import type { Deps } from "../platform/deps.ts";
import type { Context } from "./context.ts";
import { decideFaceFiling } from "./decide-face-filing.ts";
import { countPending } from "./merchant.store.ts";

/** What changed is recounted; even so at most a twentieth of the time goes into recounting. */
const REST_PER_RECOUNT = 20;

type Asked = Pick<Context, "countCustomers" | "countFaces"> & {
  deps: Pick<Deps, "database" | "clock">;
};

/** What waits for the operator, and whether the books balance; points of the mall's own unit. */
export function createOverview({ deps, countCustomers, countFaces }: Asked) {
  let latest: { report: AuditReport; goodUntil: Instant } | null = null;
  let running: Promise<AuditReport> | null = null;

  return async function readOverview() {
    const sql = deps.database;
    const [pending, customers, facesEnrolled, report] = await Promise.all([
      countPending(sql),
      countCustomers(sql),
      countFaces(sql),
      recount(),
    ]);
    const mall = report.units.find(({ unit }) => unit === MALL);
    return {
      shopsPending: pending.shops,
      sellersPending: pending.sellers,
      customers,
      facesEnrolled,
      faceFiling: decideFaceFiling(facesEnrolled),
      mallPointsIssued: mall?.issued ?? ZERO,
      mallPointsHeld: mall?.held ?? ZERO,
      mallPointsRetired: mall?.retired ?? ZERO,
      balanced: report.balanced,
    };
  };

  async function recount(): Promise<AuditReport> {
    if (latest && deps.clock.now() < latest.goodUntil) return latest.report;
    running ??= recountNow().finally(() => {
      running = null;
    });
    return running;
  }

  async function recountNow(): Promise<AuditReport> {
    const startedAt = deps.clock.now();
    const changes = await auditChanges(deps.database, startedAt);
    // What the last full recount found wrong, a recount of what changed since need not meet again.
    const { full } = await latestRecounts(deps.database);
    const report = { ...changes, balanced: changes.balanced && (full?.balanced ?? true) };
    const endedAt = deps.clock.now();
    const goodUntil = instant(endedAt + (endedAt - startedAt) * REST_PER_RECOUNT);
    latest = { report, goodUntil };
    return report;
  }
}
