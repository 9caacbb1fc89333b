import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Outcome } from "./programme.ts";
import type { MilestoneKind, Milestones } from "./triggers/trigger.ts";

/**
 * Keeps when the seller first did it. False when it had done so before; while another transaction is
 * about to say the same, this waits for that one to end.
 */
export async function recordMilestone(
  sql: Transaction,
  { sellerId, kind, at }: { sellerId: string; kind: MilestoneKind; at: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    `insert into incentive_milestone (seller_id, kind, at) values ($1, $2, $3)
     on conflict (seller_id, kind) do nothing`,
    [sellerId, kind, toRfc3339(at)],
  );
  return rows === 1;
}

export async function readMilestones(sql: Sql, sellerId: string): Promise<Milestones> {
  const rows = await sql.query<{ kind: MilestoneKind; at: Instant }>(
    "select kind, at from incentive_milestone where seller_id = $1",
    [sellerId],
  );
  return Object.fromEntries(rows.map((row) => [row.kind, row.at]));
}

/** False when the programme was already decided for this seller. */
export async function insertOutcome(sql: Transaction, outcome: Outcome): Promise<boolean> {
  const rows = await sql.execute(
    `insert into incentive_outcome
       (id, programme_id, seller_id, status, because, points, commission_free_until, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint incentive_outcome_once do nothing`,
    [
      outcome.id,
      outcome.programmeId,
      outcome.sellerId,
      outcome.status,
      outcome.because,
      outcome.points,
      outcome.commissionFreeUntil && toRfc3339(outcome.commissionFreeUntil),
      toRfc3339(outcome.at),
    ],
  );
  return rows === 1;
}

/** The reward could not be given after all. */
export async function markMissed(sql: Transaction, { id }: Pick<Outcome, "id">): Promise<void> {
  await sql.execute(
    `update incentive_outcome set status = 'missed', because = 'budget_exhausted', points = 0,
       commission_free_until = null
     where id = $1`,
    [id],
  );
}

/** What was decided for the seller, by programme. */
export async function readOutcomes(sql: Sql, sellerId: string): Promise<Map<string, Outcome>> {
  const rows = await sql.query<Omit<Outcome, "points"> & { points: bigint }>(
    `select id, programme_id as "programmeId", seller_id as "sellerId", status, because, points,
       commission_free_until as "commissionFreeUntil", at
     from incentive_outcome where seller_id = $1`,
    [sellerId],
  );
  return new Map(rows.map((row) => [row.programmeId, { ...row, points: points(row.points) }]));
}

/** The latest end of all commission-free days each seller was given; those that were given none are missing. */
export async function readCommissionFreeUntil(
  sql: Sql,
  sellerIds: readonly string[],
): Promise<ReadonlyMap<string, Instant>> {
  const rows = await sql.query<{ sellerId: string; until: Instant }>(
    `select seller_id as "sellerId", max(commission_free_until) as until from incentive_outcome
     where seller_id = any ($1) and commission_free_until is not null group by seller_id`,
    [sellerIds],
  );
  return new Map(rows.map(({ sellerId, until }) => [sellerId, until]));
}
