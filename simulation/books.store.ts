import type { Sql } from "../src/platform/db/database.ts";

// What the ledger's tables say, read past the code that writes them.

/** Balances by `unit owner role`, a striped account as the sum of its stripes; without those of zero. */
export async function readTotals(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ unit: string; owner: string; role: string; balance: bigint }>(
    `select unit, owner, role, sum(balance) as balance from ledger_account
     group by unit, owner, role having sum(balance) <> 0`,
  );
  return new Map(rows.map((row) => [`${row.unit} ${row.owner} ${row.role}`, Number(row.balance)]));
}

/** Lots by `unit owner`, in the order in which they are spent. */
export async function readLots(sql: Sql): Promise<Map<string, string[]>> {
  const rows = await sql.query<{ unit: string; owner: string; day: string; remaining: bigint }>(
    `select a.unit, a.owner, l.expires_on as day, l.remaining
     from ledger_lot l join ledger_account a on a.bucket = l.bucket and a.id = l.account_id
     order by a.unit, a.owner, l.expires_on, l.lot`,
  );
  const lots = new Map<string, string[]>();
  for (const { unit, owner, day, remaining } of rows) {
    const name = `${unit} ${owner}`;
    lots.set(name, [...(lots.get(name) ?? []), `${remaining} until ${day}`]);
  }
  return lots;
}

/** How many postings there are of each kind. */
export async function readPostings(sql: Sql): Promise<Map<string, number>> {
  const rows = await sql.query<{ kind: string; count: bigint }>(
    "select kind, count(*) as count from ledger_posting group by kind",
  );
  return new Map(rows.map(({ kind, count }) => [kind, Number(count)]));
}
