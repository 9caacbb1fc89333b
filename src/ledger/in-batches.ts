import { BUCKETS, type Bucket } from "../kernel/bucket.ts";
import type { Transaction, Transactions } from "../platform/db/database.ts";
import { rest } from "../platform/jobs/rest.ts";
import { claimWork } from "./due.store.ts";

/** Something the clock makes due, found and carried out bucket by bucket. */
export type DueWork<Item> = {
  /** Of all servers together one does the work of this name at a time. */
  readonly name: string;
  /** The next of what is due in the bucket, at most `limit`. */
  find(of: { bucket: Bucket; limit: number }): Promise<readonly Item[]>;
  /** Carries it out, and answers how much of it was still to be done. */
  carryOut(sql: Transaction, items: readonly Item[]): Promise<number>;
};

/**
 * Measured: such a batch takes 10 ms of the server's processor and 12 ms of the database's. A till
 * that waits for one of its customers, or for its turn in this process, waits no longer than that.
 */
const BATCH_ITEMS = 100;
/**
 * After a batch the job rests this many times as long as the batch took. So it takes a tenth of one
 * connection and 5 % of two processors at most, and less when the machine is busy and batches take
 * longer. A million lots take most of an hour on an idle one; nobody who spends waits for it.
 */
const REST_PER_WORK = 9;

/**
 * Does what is due, in small transactions with rests between them, until nothing is left or `signal`
 * says stop. It may be cut off anywhere: a batch happens wholly or not at all, and what is done is not
 * found again. A server that meets another at the same work leaves it to that one. A bucket in
 * trouble does not keep the others waiting; its error comes at the end. Answers how much was done.
 */
export async function workInBatches<Item>(
  database: Transactions,
  work: DueWork<Item>,
  signal: AbortSignal,
): Promise<number> {
  let done = 0;
  const errors: unknown[] = [];
  for (let bucket = 0; bucket < BUCKETS && !signal.aborted; bucket += 1) {
    try {
      for await (const batch of batchesOf(database, work, { bucket, signal })) {
        if (batch === "somebody else is at it") return done;
        done += batch;
      }
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
  return done;
}

async function* batchesOf<Item>(
  database: Transactions,
  work: DueWork<Item>,
  { bucket, signal }: { bucket: Bucket; signal: AbortSignal },
): AsyncGenerator<number | "somebody else is at it"> {
  while (!signal.aborted) {
    const began = performance.now();
    const items = await work.find({ bucket, limit: BATCH_ITEMS });
    if (items.length === 0) return;
    const done = await database.transaction(async (sql) => {
      if (!(await claimWork(sql, work.name))) return null;
      return work.carryOut(sql, items);
    });
    if (done === null) {
      yield "somebody else is at it";
      return;
    }
    yield done;
    // Nothing of it was left to do: what is still there cannot be done now.
    if (done === 0) return;
    await rest(REST_PER_WORK * (performance.now() - began), signal);
  }
}
