import { add, type Points, points, subtract } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import { MONEY } from "./account.ts";

export type UnitTotals = {
  unit: string;
  issued: Points;
  held: Points;
  retired: Points;
  difference: Points;
};

/** From now on this transaction sees one moment of the books, however long the recount takes. */
export async function freeze(sql: Transaction): Promise<void> {
  await sql.execute("set transaction isolation level repeatable read, read only");
}

/**
 * Totals by unit, from the entries alone. Issued is what came in through issue and bank accounts,
 * retired what was converted away or expired, held what anybody still has; issued = held + retired.
 */
export async function recountUnits(sql: Transaction): Promise<UnitTotals[]> {
  const rows = await sql.query<{ unit: string; issued: bigint; held: bigint; retired: bigint }>(
    `select a.unit,
       coalesce(-sum(e.amount) filter (where a.role in ('issue', 'bank')), 0) as issued,
       coalesce(sum(e.amount) filter (where a.role not in ('issue', 'bank', 'retirement', 'breakage')), 0) as held,
       coalesce(sum(e.amount) filter (where a.role in ('retirement', 'breakage')), 0) as retired
     from ledger_account a
     join (select bucket, account_id, sum(amount) as amount from ledger_entry group by 1, 2) e
       on e.bucket = a.bucket and e.account_id = a.id
     group by a.unit order by a.unit`,
  );
  return rows.map((row) => {
    const [issued, held, retired] = [points(row.issued), points(row.held), points(row.retired)];
    const difference = subtract(issued, add(held, retired));
    return { unit: row.unit, issued, held, retired, difference };
  });
}

export async function countEntries(sql: Transaction): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>("select count(*) as count from ledger_entry");
  return Number(row?.count ?? 0n);
}

/** Each question counts what is wrong, so each must answer 0. */
const QUESTIONS: Readonly<Record<string, string>> = {
  "balance is the sum of its entries": `
    select count(*) as count
    from (select bucket, account_id, sum(amount) as amount from ledger_entry group by 1, 2) e
    full join ledger_account a on a.bucket = e.bucket and a.id = e.account_id
    where a.balance is distinct from coalesce(e.amount, 0)`,
  "versions count entries without a gap": `
    select count(*) as count
    from (select bucket, account_id, count(*) as entries, min(version) as first, max(version) as last
          from ledger_entry group by 1, 2) e
    full join ledger_account a on a.bucket = e.bucket and a.id = e.account_id
    where a.version is distinct from coalesce(e.entries, 0)
      or coalesce(e.last, 0) <> coalesce(e.entries, 0) or coalesce(e.first, 1) <> 1`,
  "balance after each entry follows from the one before": `
    select count(*) as count
    from (select balance_after - amount as before,
            lag(balance_after, 1, 0::bigint) over (partition by bucket, account_id order by version) as last
          from ledger_entry) e
    where before <> last`,
  "every posting sums to zero in every unit": `
    select count(*) as count
    from (select e.bucket, e.posting_id, a.unit from ledger_entry e
          join ledger_account a on a.bucket = e.bucket and a.id = e.account_id
          group by 1, 2, 3 having sum(e.amount) <> 0) p`,
  "every posting has entries and every entry a posting": `
    select count(*) as count
    from (select distinct bucket, posting_id from ledger_entry) e
    full join ledger_posting p on p.bucket = e.bucket and p.id = e.posting_id
    where p.id is null or e.posting_id is null`,
  "lots are what can be spent": `
    select count(*) as count
    from (select bucket, account_id, sum(remaining) as remaining from ledger_lot group by 1, 2) l
    full join (select * from ledger_account where role in ('available', 'pending')) a
      on a.bucket = l.bucket and a.id = l.account_id
    where greatest(a.balance, 0) is distinct from coalesce(l.remaining, 0)`,
  "no account is under its floor": `
    select count(*) as count from ledger_account
    where balance < floor and not (role = 'available' and unit not in ('mall', '${MONEY}'))`,
};

export async function askQuestions(
  sql: Transaction,
): Promise<{ name: string; differences: number }[]> {
  const answers: { name: string; differences: number }[] = [];
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const [row] = await sql.query<{ count: bigint }>(question);
    answers.push({ name, differences: Number(row?.count ?? 0n) });
  }
  return answers;
}
