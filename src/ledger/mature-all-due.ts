import type { Clock } from "../kernel/clock.ts";
import type { Transactions } from "../platform/db/database.ts";
import { readMaturing } from "./due.store.ts";
import { workInBatches } from "./in-batches.ts";
import { matureDue } from "./post.ts";

const BY = "maturing";

/** Makes the points of all sales available whose return period is over, and answers of how many. */
export function matureAllDue(
  database: Transactions,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<number> {
  return workInBatches(
    database,
    {
      name: "maturing",
      async find({ bucket, limit }) {
        const awards = await readMaturing(database, { bucket, at: clock.now(), limit });
        return awards.map((award) => ({ bucket, ...award }));
      },
      carryOut: (sql, awards) => matureDue(sql, awards, { at: clock.now(), by: BY }),
    },
    signal,
  );
}
