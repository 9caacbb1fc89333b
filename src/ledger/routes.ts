import { toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Deps } from "../platform/deps.ts";
import { operator } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { type AuditReport, auditShared } from "./audit.ts";
import { AuditAnswer } from "./contract.ts";

export function ledgerEndpoints(deps: Deps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/operator/audit",
      tag: "Operator",
      summary: "Recount every unit from its entries.",
      access: operator(["admin", "finance", "support"]),
      answers: { 200: AuditAnswer },
      refusals: [],
      handle: async () => reply(200, toAnswer(await auditShared(deps.database, deps.clock))),
    }),
  ];
}

function toAnswer(report: AuditReport): AuditAnswer {
  return {
    balanced: report.balanced,
    units: report.units.map(({ unit, issued, held, retired, difference }) => ({
      unit,
      issued: pointsToJson(issued),
      held: pointsToJson(held),
      retired: pointsToJson(retired),
      difference: pointsToJson(difference),
    })),
    checks: report.checks.map(({ name, differences }) => ({ name, differences })),
    checkedAt: toRfc3339(report.checkedAt),
    entries: report.entries,
  };
}
