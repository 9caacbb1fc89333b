import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { post, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Event } from "../platform/events/events.ts";
import type { Context } from "./context.ts";
import { decideOutcome } from "./decide-outcome.ts";
import { insertOutcome, markMissed, readMilestones, recordMilestone } from "./outcome.store.ts";
import { addGrantedPoints, lockProgrammesInForce } from "./programme.store.ts";
import type { Outcome } from "./programme.ts";
import { TRIGGERS } from "./triggers/registry.ts";
import { MILESTONE_KINDS } from "./triggers/trigger.ts";

/** Who a grant is by, in the books. */
const BY = "incentives";

/**
 * Gives the seller what the programmes in force promise for what just happened, in the transaction
 * of what happened: both or neither. Locks the seller's milestone, then the programmes in id order,
 * then what the ledger needs.
 */
export async function rewardSeller(
  context: Context,
  sql: Transaction,
  event: Event,
): Promise<void> {
  const kind = MILESTONE_KINDS.find((one) => one === event.kind);
  if (kind === undefined) return;
  const { sellerId, at } = event;
  const isFirst = await recordMilestone(sql, { sellerId, kind, at });
  if (!isFirst) return;
  const triggerKinds = TRIGGERS.filter((one) => one.milestone === kind).map((one) => one.kind);
  const programmes = await lockProgrammesInForce(sql, { triggerKinds, at });
  const milestones = await readMilestones(sql, sellerId);
  for (const programme of programmes) {
    const decided = decideOutcome(programme, { milestones, at });
    if (decided === null) continue;
    const id = context.deps.ids.next("grant");
    await carryOut(sql, { id, programmeId: programme.id, sellerId, ...decided, at });
  }
}

async function carryOut(sql: Transaction, outcome: Outcome): Promise<void> {
  const isNew = await insertOutcome(sql, outcome);
  if (!isNew || outcome.points === 0n) return;
  if (await grantPoints(sql, outcome)) {
    await addGrantedPoints(sql, { programmeId: outcome.programmeId, granted: outcome.points });
  } else {
    await markMissed(sql, outcome);
  }
}

/** False when the mall may issue no more: that ends every programme's budget. */
async function grantPoints(
  sql: Transaction,
  { id, sellerId, points, at }: Outcome & { at: Instant },
): Promise<boolean> {
  const posted = await post(sql, postings.grant({ grantId: id, sellerId, points, at, by: BY }));
  const isBeyond = !posted.ok && posted.refusal.code === "amount_out_of_range";
  invariant(posted.ok || isBeyond, `a grant is new and sound: ${JSON.stringify(posted)}`);
  return posted.ok;
}
