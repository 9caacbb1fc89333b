import type { Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import {
  accountOf,
  type Balance,
  type Book,
  type Holding,
  type NamedPosting,
  record,
} from "./book.ts";
import { dueExpiry, dueExtension, returnedWithGrace, spentByLots } from "./decide-due.ts";
import { decideGather, type WholePools } from "./decide-gather.ts";
import { decidePosting, type PostingRefusal } from "./decide-posting.ts";
import { namePosting } from "./name-posting.ts";
import type { Posting } from "./posting.ts";

/** `repeated`: it had happened before, and nothing moved now. `balance`: where the posting tells one. */
export type Posted = {
  readonly postingId: string;
  readonly repeated: boolean;
  readonly balance?: Balance;
};

/** Carries a posting of good form out in the book: what is due goes first, then it, with slices gathered where its own is short. */
export function carryOut(
  book: Book,
  named: NamedPosting,
  pools: WholePools,
): Result<Posted, PostingRefusal> {
  const { posting } = named;
  const { bucket, at } = posting;
  for (const account of spentByLots(posting)) letExpire(book, { bucket, account }, at);
  const returnedTo = returnedWithGrace(posting);
  if (returnedTo) letExpire(book, { bucket, account: returnedTo }, at);
  const applied = apply(book, named);
  if (applied.ok && !applied.value.repeated) letGoOn(book, posting);
  if (applied.ok || applied.refusal.code !== "shop_pool_exhausted") return applied;
  const moves = decideGather(book, posting, pools);
  for (const half of moves) applyOrThrow(book, half);
  return moves.length > 0 ? apply(book, named) : applied;
}

/** Lets the lots of the account expire whose moment has come; false when there are none. */
export function letExpire(book: Book, { bucket, account }: Holding, at: Instant): boolean {
  const due = dueExpiry(book, accountOf(book, bucket, account), at);
  if (due) applyOrThrow(book, due);
  return due !== null;
}

/** What came back to lots that have expired meanwhile goes on in a lot of its own. */
function letGoOn(book: Book, posting: Posting): void {
  const extension = dueExtension(book, posting);
  if (extension) applyOrThrow(book, extension);
}

/** Movements of the ledger's own making, over a book that is locked: a refusal would be a bug. */
export function applyOrThrow(book: Book, posting: Posting): void {
  const applied = apply(book, namePosting(posting));
  invariant(
    applied.ok && !applied.value.repeated,
    `${posting.kind} ${posting.reference} is applied`,
  );
}

function apply(book: Book, named: NamedPosting): Result<Posted, PostingRefusal> {
  const decided = decidePosting(book, named);
  if (!decided.ok) return err(decided.refusal.code);
  const repeated = decided.value === "repeated";
  if (decided.value !== "repeated") record(book, named, decided.value);
  return ok({ postingId: named.id, repeated });
}
