import { addDays, addSeconds } from "../../../kernel/clock.ts";
import type { Deps } from "../../../platform/deps.ts";
import { deleteInBatches } from "../../../platform/jobs/delete-in-batches.ts";
import { deleteChallenges } from "./challenge.store.ts";
import { FAILURE_MEMORY_SECONDS } from "./decide-lock.ts";
import { deleteFailures } from "./failure.store.ts";
import { deleteFrames } from "./frame.store.ts";

/** Whoever answers twice within it is told so; after it the challenge is as unknown as any. */
const CHALLENGE_MEMORY_SECONDS = 3600;
/** A film that is sent again later was worth nothing the first time, or is older than its challenge. */
const FRAME_MEMORY_DAYS = 7;

/** Clears away what is kept of attempts for a while only, in small statements that `signal` ends early. */
export async function forgetOldAttempts(
  { database, clock }: Deps,
  signal: AbortSignal,
): Promise<void> {
  const now = clock.now();
  const sql = database.background;
  const challengesBefore = addSeconds(now, -CHALLENGE_MEMORY_SECONDS);
  const framesBefore = addDays(now, -FRAME_MEMORY_DAYS);
  const failuresBefore = addSeconds(now, -FAILURE_MEMORY_SECONDS);
  await deleteInBatches(
    (limit) => deleteChallenges(sql, { before: challengesBefore, limit }),
    signal,
  );
  await deleteInBatches((limit) => deleteFrames(sql, { before: framesBefore, limit }), signal);
  await deleteInBatches((limit) => deleteFailures(sql, { before: failuresBefore, limit }), signal);
}
