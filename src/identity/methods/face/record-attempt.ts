import type { Instant } from "../../../kernel/clock.ts";
import { type Err, err, ok, type Result } from "../../../kernel/result.ts";
import type { Transaction } from "../../../platform/db/database.ts";
import type { Deps } from "../../../platform/deps.ts";
import { notify } from "../../notifications/notify.ts";
import { insertVerificationUse } from "../../verification-uses/verification-use.store.ts";
import type { Purpose } from "./contract.ts";
import { decideFailure, decideLock } from "./decide-lock.ts";
import { clearFailures, lockFailures, type Subject, saveFailures } from "./failure.store.ts";
import { noteTemplateUse } from "./template.store.ts";
import { tooMany } from "./too-many.ts";

export type Attempted = {
  readonly subject: Subject;
  readonly purpose: Exclude<Purpose, "enrol">;
  readonly challengeId: string;
  /** Null before a sign-in. */
  readonly sessionId: string | null;
  readonly now: Instant;
};

/**
 * Counts a failed attempt and writes it into the use log; the tenth locks the method for an hour and
 * tells the account's owner. Of attempts made at once, those counted beyond the tenth are not told
 * how they fared.
 */
export async function recordFailure<Refused extends Err>(
  deps: Deps,
  { subject, purpose, challengeId, sessionId, now }: Attempted,
  refused: Refused,
): Promise<Refused | Err<"rate_limited">> {
  const waits = await deps.database.transaction(async (sql) => {
    const known = await lockFailures(sql, subject, now);
    const { failures, locks } = decideFailure(known, now);
    await saveFailures(sql, subject, failures);
    const { accountId } = subject;
    if (accountId !== null) {
      await insertVerificationUse(sql, {
        accountId,
        sessionId,
        method: "face",
        purpose,
        outcome: refused.refusal.code,
        proof: challengeId,
        at: now,
        verifiedUntil: null,
      });
      if (locks) await notify(deps, sql, { accountId, kind: "face_locked" });
    }
    return decideLock(known, now);
  });
  return waits === null ? refused : tooMany(waits);
}

/**
 * Clears the count and notes that the template was used. Refused under a lock that fell meanwhile,
 * so that the right one of many guesses made at once does not slip through; and when the template was
 * withdrawn, or another enrolled, while the pictures were looked at.
 */
export async function recordMatch(
  sql: Transaction,
  { subject, now }: Pick<Attempted, "subject" | "now">,
  { accountId, enrolledAt }: { accountId: string; enrolledAt: Instant },
): Promise<Result<undefined, "rate_limited" | "face_not_matched">> {
  const waits = decideLock(await lockFailures(sql, subject, now), now);
  if (waits !== null) return tooMany(waits);
  if (!(await noteTemplateUse(sql, { accountId, enrolledAt, now }))) return err("face_not_matched");
  await clearFailures(sql, subject);
  return ok();
}
