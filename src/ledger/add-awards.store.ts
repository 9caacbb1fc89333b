import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import { POINTS_MAXIMUM } from "../kernel/points.ts";
import type { Sql } from "../platform/db/database.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { NamedAward } from "./add-awards.ts";

/**
 * Carries awards out in one statement, each of another account: the account gets the points, a lot and a
 * version, the posting is written, and what the shops issued is tallied. Nothing happens to an award
 * unless all of this holds, which is what it takes to carry it out without reading first:
 *
 * - the facts are still of `version`;
 * - the account is open, and not in debt (points that fill a debt open no lot);
 * - the points stay within what an account holds;
 * - the lot expires after the others, so that it is the last to be spent.
 *
 * Which awards were carried out, `AWARDED` tells. Fails on a posting that has happened (23505).
 */
export async function addAwards(
  sql: Sql,
  awards: readonly NamedAward[],
  { version, at }: { version: FactVersion; at: Instant },
): Promise<void> {
  await sql.execute(ADD_AWARDS, [
    awards.map(({ bucket }) => bucket),
    awards.map(({ account }) => account),
    awards.map(({ issuer }) => issuer),
    awards.map(({ unit }) => unit),
    awards.map(({ postingId }) => postingId),
    awards.map(({ reference }) => reference),
    awards.map(({ digest }) => digest),
    awards.map(({ points }) => points),
    awards.map(({ expiresAt }) => expiresAt),
    awards.map(({ maturesAt }) => maturesAt ?? AVAILABLE),
    awards.map(({ by }) => by),
    toRfc3339(at),
    POINTS_MAXIMUM,
    version,
  ]);
}

/** In place of the moment when a lot becomes available. */
const AVAILABLE = 0;

const ADD_AWARDS = `
with locked as materialized (
  select w.*, a.balance + w.points as balance, a.version + 1 as version, a.last_posting as prior,
    greatest(a.moved_at, $12::timestamptz) as at
  from unnest($1::smallint[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::bigint[],
      $8::bigint[], $9::bigint[], $10::bigint[], $11::text[])
    as w (bucket, account, issuer, unit, posting, reference, digest, points, expires, matures, by)
  join ledger_account a on a.bucket = w.bucket and a.id = w.account
  where a.balance >= 0 and a.balance <= $13::bigint - w.points
    and (cardinality(a.lots) = 0 or a.lots[cardinality(a.lots) - 3] <= w.expires)
    and (select version from fact_version) = $14::uuid
  order by a.bucket, a.id
  for no key update of a),
moved as (
  update ledger_account a
  set balance = l.balance, version = l.version, moved_at = l.at, last_posting = l.posting,
    lots = a.lots || array[l.version, l.expires, l.points, l.points, l.matures],
    lot_sources = a.lot_sources || l.posting,
    next_expiry = least(a.next_expiry, ledger_moment(l.expires)),
    next_maturity = least(a.next_maturity, ledger_moment(nullif(l.matures, 0)))
  from locked l
  where a.bucket = l.bucket and a.id = l.account),
tallied as (
  insert into ledger_tally (bucket, buckets, units, roles, amounts)
  select min(bucket), array_agg(bucket), array_agg(unit), array_agg('issue'::text), array_agg(-points)
  from (select bucket, unit, sum(points)::bigint as points from locked group by bucket, unit) issued
  having count(*) > 0)
insert into ledger_posting (bucket, id, kind, reference, digest, at, by, accounts, amounts, versions,
  balances, priors)
select bucket, posting, 'earn', reference, digest, at, by, array[account, issuer], array[points, -points],
  array[version], array[balance], array[prior]
from locked`;

/**
 * For statements that follow `addAwards` in its transaction: joins rows with what the customer has after
 * the award that they name, and leaves out those whose award was not carried out. The rows, called by the
 * name that is given, have `holder_bucket`, `available`, `pending` (the ids of both accounts),
 * `is_pending` and `posting`.
 */
export const AWARDED = {
  join: (rows: string): string => `
    join ledger_account moved on moved.bucket = ${rows}.holder_bucket
      and moved.id = case when ${rows}.is_pending then ${rows}.pending else ${rows}.available end
      and moved.last_posting = ${rows}.posting
    left join ledger_account other on other.bucket = ${rows}.holder_bucket
      and other.id = case when ${rows}.is_pending then ${rows}.available else ${rows}.pending end`,
  available: (rows: string): string =>
    `case when ${rows}.is_pending then coalesce(other.balance, 0) else moved.balance end`,
  pending: (rows: string): string =>
    `case when ${rows}.is_pending then moved.balance else coalesce(other.balance, 0) end`,
};
