import { hash } from "node:crypto";
import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import { accountId, postingId } from "./account.ts";
import { writeChanges } from "./book.store.ts";
import { accountOf, type Book, type Named, record } from "./book.ts";
import { dueExpiry, dueMaturity, type PendingAward, spentByLots } from "./decide-due.ts";
import { decideGather, type WholePools } from "./decide-gather.ts";
import { decideForm, decidePosting, type PostingRefusal } from "./decide-posting.ts";
import { type Holding, loadBook, needsOfAccounts, needsOfPostings } from "./load-book.ts";
import { lockPools } from "./pool.ts";
import type { Posting } from "./posting.ts";

/** `repeated`: it had happened before, and nothing moved now. */
export type Posted = {
  readonly postingId: string;
  readonly repeated: boolean;
};

/** Carries out one posting in the caller's transaction; see `postAll`. */
export async function post(
  sql: Transaction,
  posting: Posting,
): Promise<Result<Posted, PostingRefusal>> {
  const [result] = await postAll(sql, [posting]);
  invariant(result, "one posting has one result");
  return result;
}

/**
 * Carries out postings inside the caller's transaction, exactly as if they came one after another:
 * with its commit they are on disk, with its rollback they never were. Each stands by itself, and one
 * that is refused changes nothing (but what was due to expire is gone all the same).
 *
 * Whatever their number it takes the same few statements: the pools' slices where there are any, one
 * lock of all accounts in order, what has happened, their lots, and one write. Refusals in order:
 * see `PostingRefusal`.
 *
 * Somebody else may open an account or make a posting of the same name meanwhile; that fails on its
 * key (23505), and `Database.transaction` runs the caller's work again.
 */
export async function postAll(
  sql: Transaction,
  all: readonly Posting[],
): Promise<Result<Posted, PostingRefusal>[]> {
  const forms = all.map(decideForm);
  const sound = all.filter((_, index) => forms[index]?.ok);
  const pools = await lockPools(sql, sound);
  const book = await loadBook(sql, needsOfPostings(sound, pools));
  const results = all.map((posting, index) => {
    const form = forms[index];
    return form && !form.ok ? form : carryOut(book, posting, pools);
  });
  await writeChanges(sql, book);
  return results;
}

/** Lets the lots of these accounts expire whose day has come, in the caller's transaction. Answers how many accounts lost something. */
export async function expireDue(
  sql: Transaction,
  holdings: readonly Holding[],
  at: Instant,
): Promise<number> {
  const book = await loadBook(sql, needsOfAccounts(holdings));
  const due = holdings.flatMap(
    ({ bucket, account }) => dueExpiry(book, accountOf(book, bucket, account), at) ?? [],
  );
  for (const posting of due) mustSettle(book, posting);
  await writeChanges(sql, book);
  return due.length;
}

/** Makes the points of these sales available whose moment has come, in the caller's transaction. Answers how many sales had some. */
export async function matureDue(
  sql: Transaction,
  awards: readonly (PendingAward & { readonly bucket: number })[],
  { at, by }: { at: Instant; by: string },
): Promise<number> {
  const holdings = awards.flatMap(({ bucket, shopId, customerId }) =>
    (["pending", "available"] as const).map((role) => ({
      bucket,
      account: { unit: shopId, owner: customerId, role },
    })),
  );
  const book = await loadBook(sql, needsOfAccounts(holdings, awards));
  let matured = 0;
  for (const award of awards) {
    const pending = { unit: award.shopId, owner: award.customerId, role: "pending" } as const;
    const expired = dueExpiry(book, accountOf(book, award.bucket, pending), at);
    if (expired) mustSettle(book, expired);
    const posting = dueMaturity(book, award, { bucket: award.bucket, at, by });
    if (!posting) continue;
    mustSettle(book, posting);
    matured += 1;
  }
  await writeChanges(sql, book);
  return matured;
}

/** What is due goes first, then slices are gathered, then the posting itself. */
function carryOut(book: Book, posting: Posting, pools: WholePools): Result<Posted, PostingRefusal> {
  for (const ref of spentByLots(posting)) {
    const due = dueExpiry(book, accountOf(book, posting.bucket, ref), posting.at);
    if (due) mustSettle(book, due);
  }
  for (const half of decideGather(book, posting, pools)) mustSettle(book, half);
  return settle(book, posting);
}

/** Movements of the ledger's own making, over a book that is locked: a refusal would be a bug. */
function mustSettle(book: Book, posting: Posting): void {
  const settled = settle(book, posting);
  invariant(settled.ok && !settled.value.repeated, `${posting.kind} ${posting.reference} settles`);
}

function settle(book: Book, posting: Posting): Result<Posted, PostingRefusal> {
  const named: Named = { posting, id: postingId(posting), digest: digestOf(posting) };
  const decided = decidePosting(book, named);
  if (!decided.ok) return err(decided.refusal.code);
  const repeated = decided.value === "repeated";
  if (decided.value !== "repeated") record(book, named, decided.value);
  return ok({ postingId: named.id, repeated });
}

/** 63 bits of SHA-256 over what moves: a repeat has the same, another movement under its name has not. */
function digestOf({ transfers, refersTo }: Posting): bigint {
  const content = transfers.map(({ from, to, amount }) => [
    accountId(from),
    accountId(to),
    `${amount}`,
  ]);
  return hash("sha256", JSON.stringify([content, refersTo ?? null]), "buffer").readBigInt64BE(0);
}
