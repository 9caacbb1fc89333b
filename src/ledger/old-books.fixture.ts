import { toRfc3339 } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import type { Sql } from "../platform/db/database.ts";
import { type AccountRef, floorOf, postingId } from "./account.ts";
import { type Book, emptyBook } from "./book.ts";
import { carry } from "./book-world.fixture.ts";
import type { Posting } from "./posting.ts";

// Books as they were kept before migration 0050: entries, lots and uses in rows of their own, and a
// version for every account.

type OldAccount = {
  bucket: number;
  id: string;
  ref: AccountRef;
  balance: bigint;
  version: bigint;
};

/** Carries the postings out in memory and writes what they left in the old tables. */
export async function writeOldBooks(
  sql: Sql,
  postings: readonly Posting[],
  { days = false }: { days?: boolean } = {},
): Promise<void> {
  const book = emptyBook();
  for (const posting of postings) {
    invariant(carry(book, posting).ok, `${posting.kind} ${posting.reference} is carried out`);
  }
  const accounts = await writePostings(sql, book, { expiry: expiryColumn(days), days });
  for (const { bucket, id, ref, balance, version } of accounts.values()) {
    await sql.execute(
      `insert into ledger_account (bucket, id, unit, owner, role, floor, balance, version)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [bucket, id, ref.unit, ref.owner, ref.role, oldFloorOf(ref), balance, version],
    );
  }
  for (const lot of book.lots.values().flat()) {
    await sql.execute(
      `insert into ledger_lot (bucket, account_id, ${expiryColumn(days)}, lot, amount, remaining,
         posting_id, matures_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        lot.bucket,
        lot.accountId,
        expiryOf(lot.expiresAt, days),
        lot.lot,
        lot.amount,
        lot.remaining,
        lot.postingId,
        lot.maturesAt === null ? null : toRfc3339(lot.maturesAt),
      ],
    );
  }
}

function expiryColumn(days: boolean): string {
  return days ? "expires_on" : "expires_at";
}

/** Days were of UTC, two before the midnight of Shanghai that 0020 makes of them. */
function expiryOf(at: Parameters<typeof toRfc3339>[0], days: boolean): string {
  return days ? new Date(at - 40 * 3_600_000).toISOString().slice(0, 10) : toRfc3339(at);
}

/** What is tallied now had a floor then, where value does not enter. */
function oldFloorOf({ role }: AccountRef): bigint | null {
  return role === "issue" || role === "bank"
    ? null
    : (floorOf(role) ?? (role === "transit" ? null : 0n));
}

async function writePostings(
  sql: Sql,
  book: Book,
  { expiry, days }: { expiry: string; days: boolean },
): Promise<Map<string, OldAccount>> {
  const accounts = new Map<string, OldAccount>();
  for (const { posting, id, digest, entries, uses } of book.changes.postings) {
    const { bucket, kind, reference, refersTo, at, by } = posting;
    await sql.execute(
      `insert into ledger_posting (bucket, id, kind, reference, refers_to, digest, at, by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        bucket,
        id,
        kind,
        reference,
        refersTo ? postingId(refersTo) : null,
        digest,
        toRfc3339(at),
        by,
      ],
    );
    for (const { account, accountId, amount } of entries) {
      const key = `${bucket} ${accountId}`;
      const before = accounts.get(key);
      const balance = (before?.balance ?? 0n) + amount;
      const version = (before?.version ?? 0n) + 1n;
      accounts.set(key, { bucket, id: accountId, ref: account, balance, version });
      await sql.execute(
        `insert into ledger_entry (bucket, account_id, version, posting_id, amount, balance_after)
         values ($1, $2, $3, $4, $5, $6)`,
        [bucket, accountId, version, id, amount, balance],
      );
    }
    for (const { lot, amount } of uses) {
      await sql.execute(
        `insert into ledger_lot_use (bucket, posting_id, account_id, ${expiry}, lot, amount)
         values ($1, $2, $3, $4, $5, $6)`,
        [bucket, id, lot.accountId, expiryOf(lot.expiresAt, days), lot.lot, amount],
      );
    }
  }
  return accounts;
}
