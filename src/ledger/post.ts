import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { AccountRef } from "./account.ts";
import { writeChanges } from "./book.store.ts";
import { type Book, balanceIn, emptyBook, type Holding, type NamedPosting } from "./book.ts";
import { applyOrThrow, carryOut, letExpire, type Posted } from "./carry-out.ts";
import { loadCeilings } from "./ceiling.ts";
import { dueMaturity, type PendingAward } from "./decide-due.ts";
import type { WholePools } from "./decide-gather.ts";
import { decideForm, type PostingRefusal } from "./decide-posting.ts";
import type { Holdings } from "./holdings.ts";
import { loadBook, needsOfAccounts, needsOfPostings } from "./load-book.ts";
import { namePosting } from "./name-posting.ts";
import { lockPools } from "./pool.ts";
import type { Posting } from "./posting.ts";

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
  return (await postAllIn(sql, all, emptyBook())).results;
}

/**
 * `postAll` where some of the accounts were locked earlier in this transaction, and nothing was written
 * since: slices of pools that are short are let go by rolling back to before they were locked. Answers
 * the holdings as they are afterwards, too; null where none were given.
 */
export async function postAllWithin<Locked extends Holdings | null>(
  sql: Transaction,
  all: readonly Posting[],
  holdings: Locked,
): Promise<{ results: Result<Posted, PostingRefusal>[]; holdings: Locked }> {
  const { results, book } = await postAllIn(sql, all, holdings?.book ?? emptyBook());
  return { results, holdings: holdings && { ...holdings, book } };
}

async function postAllIn(
  sql: Transaction,
  all: readonly Posting[],
  locked: Book,
): Promise<{ results: Result<Posted, PostingRefusal>[]; book: Book }> {
  const asked = all.map((posting) => {
    const form = decideForm(posting);
    return form.ok ? ok(namePosting(posting)) : form;
  });
  const sound = asked.flatMap((one) => (one.ok ? [one.value] : []));
  const postings = sound.map(({ posting }) => posting);
  const { pools, book } = await lockPools(sql, postings, {
    locked,
    load: (whole, from) => loadBook(sql, needsOfPostings(sound, whole), from),
  });
  await loadCeilings(sql, book, postings);
  const results = asked.map((one) => (one.ok ? carryOutAndTell(book, one.value, pools) : one));
  writeChanges(sql, book);
  return { results, book };
}

function carryOutAndTell(
  book: Book,
  named: NamedPosting,
  pools: WholePools,
): Result<Posted, PostingRefusal> {
  const posted = carryOut(book, named, pools);
  const { bucket, tells } = named.posting;
  if (!posted.ok || !tells) return posted;
  const { postingId, repeated } = posted.value;
  return ok({ postingId, repeated, balance: balanceIn(book, bucket, tells) });
}

/** Lets the lots of these accounts expire whose moment has come, in the caller's transaction. Answers how many accounts lost something. */
export async function expireDue(
  sql: Transaction,
  holdings: readonly Holding[],
  at: Instant,
): Promise<number> {
  const book = await loadBook(sql, needsOfAccounts(holdings));
  const expired = holdings.filter((holding) => letExpire(book, holding, at));
  writeChanges(sql, book);
  return expired.length;
}

/** Makes the points of these sales available whose moment has come, in the caller's transaction. Answers how many sales had some. */
export async function matureDue(
  sql: Transaction,
  awards: readonly (PendingAward & { readonly bucket: number })[],
  { at, by }: { at: Instant; by: string },
): Promise<number> {
  const holdings = awards.flatMap(({ bucket, shopId, customerId }) => {
    const pending = pendingOf(shopId, customerId);
    return [pending, { ...pending, role: "available" as const }].map((account) => ({
      bucket,
      account,
    }));
  });
  const book = await loadBook(sql, needsOfAccounts(holdings, awards));
  let matured = 0;
  for (const award of awards) {
    const { bucket, shopId, customerId } = award;
    letExpire(book, { bucket, account: pendingOf(shopId, customerId) }, at);
    const posting = dueMaturity(book, award, { bucket, at, by });
    if (!posting) continue;
    applyOrThrow(book, posting);
    matured += 1;
  }
  writeChanges(sql, book);
  return matured;
}

function pendingOf(shopId: string, customerId: string): AccountRef {
  return { unit: shopId, owner: customerId, role: "pending" };
}
