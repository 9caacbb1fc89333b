import type { Instant } from "../kernel/clock.ts";
import type { Merchant } from "./merchant.ts";

type Facts = Pick<Merchant, "status" | "firstApprovedAt">;
export type DecisionKind = "approve" | "suspend";

/** What becomes of it; `event` names what happened, and is null when nothing did. */
type ApprovalPlan = Facts & {
  readonly event: "approved" | "suspended" | "reinstated" | null;
};

/**
 * Approving a suspended merchant lifts the suspension; suspending a pending one turns it down. What
 * is already as asked stays as it is. Only the first approval counts as `approved`: a merchant that
 * was suspended in between is not a newcomer again.
 */
export function decideApproval(
  { status, firstApprovedAt }: Facts,
  { decision, at }: { decision: DecisionKind; at: Instant },
): ApprovalPlan {
  if (decision === "suspend") {
    const event = status === "suspended" ? null : "suspended";
    return { status: "suspended", firstApprovedAt, event };
  }
  if (status === "approved") return { status, firstApprovedAt, event: null };
  return firstApprovedAt === null
    ? { status: "approved", firstApprovedAt: at, event: "approved" }
    : { status: "approved", firstApprovedAt, event: "reinstated" };
}
