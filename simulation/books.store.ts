import type { Sql } from "../src/platform/db/database.ts";
import type { KeptLots } from "./model/account.ts";

// What the ledger's tables say, read past the code that writes them.

/** Balances by `unit owner role`, a striped account as the sum of its stripes; without those of zero. */
export async function readTotals(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ unit: string; owner: string; role: string; balance: bigint }>(
    `select unit, owner, role, sum(balance) as balance from (
       select unit, owner, role, balance from ledger_account
       union all
       select t.unit, case when t.unit in ('mall', 'money') then 'mall' else t.unit end, t.role, t.amount
       from ledger_tally cross join lateral unnest(units, roles, amounts) as t (unit, role, amount)) a
     group by unit, owner, role having sum(balance) <> 0`,
  );
  return new Map(rows.map((row) => [`${row.unit} ${row.owner} ${row.role}`, Number(row.balance)]));
}

/** Lots by `unit owner`, available and pending, in the order in which they are spent. */
export async function readLots(sql: Sql): Promise<Map<string, KeptLots>> {
  const rows = await sql.query<LotRow>(
    `select a.unit, a.owner, a.role, l.expires_at as "expiresAt", l.remaining, l.matures_at as "maturesAt"
     from ledger_lot l join ledger_account a on a.bucket = l.bucket and a.id = l.account_id
     order by a.unit, a.owner, l.expires_at, l.lot`,
  );
  const lots = new Map<string, { available: string[]; pending: string[] }>();
  for (const { unit, owner, role, expiresAt, remaining, maturesAt } of rows) {
    const name = `${unit} ${owner}`;
    const kept = lots.get(name) ?? { available: [], pending: [] };
    lots.set(name, kept);
    const waits = maturesAt === null ? "" : `, waits until ${new Date(maturesAt).toISOString()}`;
    kept[role].push(`${remaining} until ${new Date(expiresAt).toISOString()}${waits}`);
  }
  return lots;
}

type LotRow = {
  unit: string;
  owner: string;
  role: "available" | "pending";
  expiresAt: number;
  remaining: bigint;
  maturesAt: number | null;
};

/** Lots that should have expired by then, or become available. */
export async function countDue(sql: Sql, at: number): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    `select count(*) as count from ledger_lot
     where expires_at <= $1 or matures_at <= $1`,
    [new Date(at).toISOString()],
  );
  return Number(row?.count);
}

/** Of how many sales points became available after waiting, by `unit owner`. */
export async function readMatured(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ unit: string; owner: string; count: bigint }>(
    `select a.unit, a.owner, count(*) as count
     from ledger_posting p
     cross join lateral unnest(p.accounts, p.amounts) as e (account_id, amount)
     join ledger_account a on a.bucket = p.bucket and a.id = e.account_id
     where p.kind = 'mature' and a.role = 'available'
     group by a.unit, a.owner`,
  );
  return new Map(rows.map(({ unit, owner, count }) => [`${unit} ${owner}`, Number(count)]));
}

/** How many postings there are of each kind. */
export async function readPostings(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ kind: string; count: bigint }>(
    "select kind, count(*) as count from ledger_posting group by kind",
  );
  return new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
}
