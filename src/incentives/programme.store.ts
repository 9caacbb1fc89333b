import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Programme } from "./programme.ts";
import type { RewardParameters } from "./rewards/registry.ts";
import type { TriggerParameters } from "./triggers/registry.ts";

type Row = {
  id: string;
  name: string;
  trigger: TriggerParameters;
  reward: RewardParameters;
  budget_points: bigint | null;
  granted_points: bigint;
  starts_at: Instant;
  ends_at: Instant | null;
  created_at: Instant;
};

const COLUMNS = `id, name, trigger, reward, budget_points, granted_points, starts_at, ends_at,
  created_at`;

export async function insertProgramme(
  sql: Sql,
  programme: Programme,
  createdBy: string,
): Promise<void> {
  await sql.execute(
    `insert into incentive_programme (${COLUMNS}, created_by)
     values ($1, $2, $3::jsonb, $4::jsonb, $5, $6, $7, $8, $9, $10)`,
    [
      programme.id,
      programme.name,
      JSON.stringify(programme.trigger),
      JSON.stringify(programme.reward),
      programme.budgetPoints,
      programme.grantedPoints,
      toRfc3339(programme.startsAt),
      programme.endsAt && toRfc3339(programme.endsAt),
      toRfc3339(programme.createdAt),
      createdBy,
    ],
  );
}

/** Newest first, below the id `before` when one is given. */
export async function listProgrammes(
  sql: Sql,
  { before, limit }: { before: string | null; limit: number },
): Promise<Programme[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from incentive_programme
     where $1::text is null or id < $1 order by id desc limit $2`,
    [before, limit],
  );
  return rows.map(toProgramme);
}

/** Every programme there ever was, oldest first. */
export async function readProgrammes(sql: Sql): Promise<Programme[]> {
  const rows = await sql.query<Row>(`select ${COLUMNS} from incentive_programme order by id`);
  return rows.map(toProgramme);
}

/**
 * The programmes of these triggers in force at that moment, kept from others until the transaction
 * ends, so that two sellers cannot both get the last of a budget. Locked in id order.
 */
export async function lockProgrammesInForce(
  sql: Transaction,
  { triggerKinds, at }: { triggerKinds: readonly string[]; at: Instant },
): Promise<Programme[]> {
  const rows = await sql.query<Row>(
    `select ${COLUMNS} from incentive_programme
     where trigger->>'kind' = any($1) and starts_at <= $2 and (ends_at is null or ends_at > $2)
     order by id for no key update`,
    [triggerKinds, toRfc3339(at)],
  );
  return rows.map(toProgramme);
}

export async function addGrantedPoints(
  sql: Transaction,
  { programmeId, granted }: { programmeId: string; granted: Points },
): Promise<void> {
  await sql.execute(
    "update incentive_programme set granted_points = granted_points + $2 where id = $1",
    [programmeId, granted],
  );
}

function toProgramme(row: Row): Programme {
  return {
    id: row.id,
    name: row.name,
    trigger: row.trigger,
    reward: row.reward,
    budgetPoints: row.budget_points === null ? null : points(row.budget_points),
    grantedPoints: points(row.granted_points),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    createdAt: row.created_at,
  };
}
