import { createHash } from "node:crypto";
import { dayOf } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { sum, ZERO } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import { type AccountRef, accountId, keepsLots, postingId } from "./account.ts";
import { decideForm, decidePosting, type Facts } from "./decide-posting.ts";
import { expire } from "./kinds.ts";
import { lockAccounts, readDigests, readLots, readLotUses, writePosting } from "./ledger.store.ts";
import { secureSlice } from "./pool.ts";
import type { Kind, Posting } from "./posting.ts";

export type PostingRefusal =
  | "amount_out_of_range"
  | "unit_mismatch"
  | "unknown_account"
  | "posting_key_reused"
  | "unknown_posting"
  | "already_reversed"
  | "shop_pool_exhausted"
  | "insufficient_points";

/** `repeated`: it had happened before, and nothing moved now. */
export type Posted = {
  readonly postingId: string;
  readonly repeated: boolean;
};

/** A hold ends once: by giving the points back, or by paying them out. */
const ENDS_A_HOLD: readonly Kind[] = ["release", "pay"];

/**
 * Carries the posting out inside the caller's transaction: with its commit it is on disk, with its
 * rollback it never was. Refusals in order: `amount_out_of_range`, `unit_mismatch`,
 * `posting_key_reused`, `already_reversed`, `shop_pool_exhausted`, `insufficient_points`.
 */
export async function post(
  sql: Transaction,
  posting: Posting,
): Promise<Result<Posted, PostingRefusal>> {
  const form = decideForm(posting);
  if (!form.ok) return form;
  await secureSlice(sql, posting, post);
  const id = postingId(posting);
  const digest = digestOf(posting);
  let facts = await lockAndRead(sql, posting);
  const happened = await readDigests(sql, posting.bucket, [id, ...idsOfOtherEnds(posting)]);
  const before = happened.get(id);
  if (before !== undefined) {
    return before === digest ? ok({ postingId: id, repeated: true }) : err("posting_key_reused");
  }
  if (happened.size > 0) return err("already_reversed");
  if (await expireDue(sql, posting, facts)) facts = await lockAndRead(sql, posting);
  const plan = decidePosting(posting, facts);
  if (!plan.ok) return plan;
  // From here it succeeds.
  await writePosting(sql, posting, { plan: plan.value, digest });
  return ok({ postingId: id, repeated: false });
}

/** Carries out postings one after another in the caller's transaction; each stands by itself. */
export async function postAll(
  sql: Transaction,
  all: readonly Posting[],
): Promise<Result<Posted, PostingRefusal>[]> {
  const results: Result<Posted, PostingRefusal>[] = [];
  for (const posting of all) results.push(await post(sql, posting));
  return results;
}

async function lockAndRead(sql: Transaction, posting: Posting): Promise<Facts> {
  const { bucket, transfers } = posting;
  const accounts = await lockAccounts(
    sql,
    bucket,
    transfers.flatMap(({ from, to }) => [from, to]),
  );
  const debited = debitedWithLots(posting).map(accountId);
  const refersTo = posting.refersTo ? postingId(posting.refersTo) : null;
  return {
    accounts,
    lots: debited.length > 0 ? await readLots(sql, bucket, debited) : new Map(),
    usedBefore:
      posting.kind === "release" && refersTo ? await readLotUses(sql, bucket, refersTo) : [],
    refersTo,
  };
}

/** Points whose day has come are gone before anything is spent. True when some were. */
async function expireDue(sql: Transaction, posting: Posting, facts: Facts): Promise<boolean> {
  if (posting.kind === "expire") return false;
  const today = dayOf(posting.at);
  let some = false;
  for (const ref of debitedWithLots(posting)) {
    const id = accountId(ref);
    const due = (facts.lots.get(id) ?? []).filter((lot) => lot.expiresOn <= today);
    const account = facts.accounts.get(id);
    const amount = sum(due.map((lot) => lot.remaining));
    if (!account || amount === ZERO) continue;
    const { bucket, at } = posting;
    const gone = await post(
      sql,
      expire({ account: ref, version: account.version, bucket, amount, at }),
    );
    invariant(gone.ok, `points of ${id} that are due can expire`);
    some = true;
  }
  return some;
}

function debitedWithLots({ transfers }: Posting): AccountRef[] {
  return transfers.map(({ from }) => from).filter(({ role }) => keepsLots(role));
}

function idsOfOtherEnds({ kind, refersTo }: Posting): string[] {
  if (!refersTo || !ENDS_A_HOLD.includes(kind)) return [];
  return ENDS_A_HOLD.filter((other) => other !== kind).map((other) =>
    postingId({ kind: other, reference: refersTo.reference }),
  );
}

/** 63 bits of SHA-256 over what moves: a repeat has the same, another movement under its name has not. */
function digestOf({ transfers, refersTo }: Posting): bigint {
  const content = transfers.map(({ from, to, amount }) => [
    accountId(from),
    accountId(to),
    `${amount}`,
  ]);
  const hash = createHash("sha256")
    .update(JSON.stringify([content, refersTo ?? null]))
    .digest();
  return hash.readBigInt64BE(0);
}
