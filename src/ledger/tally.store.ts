import { add, type Points, points, ZERO } from "../kernel/points.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId, HOUSE, MALL, MONEY, type Role, type Unit } from "./account.ts";
import type { Recorded } from "./book.ts";

// What postings move on tallied accounts: one row a batch instead of a locked row an account. A job
// adds the rows up (`fold-tallies.ts`); until then an account's balance is its own and what they say.

/** Whose the tallied accounts of a unit are. */
function ownerOf(unit: Unit): string {
  return unit === MALL || unit === MONEY ? HOUSE : unit;
}

/** What stands in tallies, a row for each change: bucket, unit, role and amount. */
export const TALLY_ROWS = `ledger_tally
         cross join lateral unnest(buckets, units, roles, amounts) as t (bucket, unit, role, amount)`;

type Sum = {
  readonly bucket: number;
  readonly unit: Unit;
  readonly role: Role;
  readonly amount: Points;
};

/** Adds what these postings moved on tallied accounts. */
export function addTally(sql: Transaction, postings: readonly Recorded[]): void {
  const sums = sumsOf(postings);
  const [first] = sums;
  if (!first) return;
  sql.later(
    `insert into ledger_tally (bucket, buckets, units, roles, amounts)
     values ($1, $2::smallint[], $3::text[], $4::text[], $5::bigint[])`,
    [
      first.bucket,
      sums.map(({ bucket }) => bucket),
      sums.map(({ unit }) => unit),
      sums.map(({ role }) => role),
      sums.map(({ amount }) => amount),
    ],
  );
}

function sumsOf(postings: readonly Recorded[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { posting, entries } of postings) {
    for (const { account, amount, step } of entries) {
      if (step !== null) continue;
      const { bucket } = posting;
      const { unit, role } = account;
      const name = `${bucket} ${unit} ${role}`;
      const before = sums.get(name)?.amount ?? ZERO;
      sums.set(name, { bucket, unit, role, amount: add(before, amount) });
    }
  }
  return [...sums.values()];
}

/** The balance of a tallied account, over all buckets. */
export async function readTallied(sql: Sql, account: AccountRef): Promise<Points> {
  const [row] = await sql.query<{ balance: bigint }>(
    `select (
       coalesce((select sum(a.balance) from generate_series(0, 63) as of_bucket
         join ledger_account a on a.bucket = of_bucket and a.id = $1), 0)
       + coalesce((select sum(t.amount) from ${TALLY_ROWS}
         where t.unit = $2 and t.role = $3), 0))::bigint as balance`,
    [accountId(account), account.unit, account.role],
  );
  return points(row?.balance ?? 0n);
}

/** Takes at most so many tallies away, and answers what they come to: for the one who adds it to the accounts. */
export async function takeTallies(sql: Transaction, limit: number): Promise<readonly Sum[]> {
  const rows = await sql.query<{ bucket: number; unit: string; role: Role; amount: bigint }>(
    `with taken as (
       delete from ledger_tally where ctid = any(array(select ctid from ledger_tally limit $1))
       returning buckets, units, roles, amounts)
     select t.bucket, t.unit, t.role, sum(t.amount)::bigint as amount
     from taken cross join lateral unnest(buckets, units, roles, amounts) as t (bucket, unit, role, amount)
     group by t.bucket, t.unit, t.role`,
    [limit],
  );
  return rows.map((row) => ({ ...row, amount: points(row.amount) }));
}

/** Adds sums to the tallied accounts, in (bucket, id) order; those without a row are opened. */
export async function addToAccounts(sql: Transaction, sums: readonly Sum[]): Promise<void> {
  const rows = sums.map(({ bucket, unit, role, amount }) => {
    const owner = ownerOf(unit);
    return { bucket, id: accountId({ unit, owner, role }), unit, owner, role, amount };
  });
  await sql.execute(
    `insert into ledger_account as a (bucket, id, unit, owner, role, balance)
     select * from unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[])
       as s (bucket, id, unit, owner, role, amount)
     order by bucket, id
     on conflict (bucket, id) do update set balance = a.balance + excluded.balance`,
    [
      rows.map(({ bucket }) => bucket),
      rows.map(({ id }) => id),
      rows.map(({ unit }) => unit),
      rows.map(({ owner }) => owner),
      rows.map(({ role }) => role),
      rows.map(({ amount }) => amount),
    ],
  );
}
