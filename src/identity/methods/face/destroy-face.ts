import { addDays, type Instant } from "../../../kernel/clock.ts";
import type { Transaction } from "../../../platform/db/database.ts";
import type { Deps } from "../../../platform/deps.ts";
import { notify } from "../../notifications/notify.ts";
import { type ConsentEnd, endConsent } from "./consent.store.ts";
import type { ReadFacePolicy } from "./face-context.ts";
import { deleteFailuresOf } from "./failure.store.ts";
import { deleteFramesOf } from "./frame.store.ts";
import { deleteTemplate, lockUnused, readUnused } from "./template.store.ts";

/**
 * Destroys the person's key, and with it the template here and in every copy that does not hold the
 * key; and what pictures looked like. The proof of the consent stays, with its end. Answers whether
 * there was a template.
 */
export async function destroyFace(
  sql: Transaction,
  { accountId, now, because }: { accountId: string; now: Instant; because: ConsentEnd },
): Promise<boolean> {
  const isDestroyed = await deleteTemplate(sql, accountId);
  // A new enrolment must know the film that the one before it was made with.
  if (because !== "renewed") await deleteFramesOf(sql, accountId);
  await endConsent(sql, { accountId, endedAt: now, endedBy: because });
  return isDestroyed;
}

/** Takes the consent back, as easily as it was given: nothing but being signed in is asked for. */
export function withdrawFace(deps: Deps, accountId: string): Promise<void> {
  return deps.database.transaction(async (sql) => {
    const now = deps.clock.now();
    const isDestroyed = await destroyFace(sql, { accountId, now, because: "withdrawn" });
    await deleteFailuresOf(sql, accountId);
    if (isDestroyed) await notify(deps, sql, { accountId, kind: "face_withdrawn" });
  });
}

/** Accounts that are looked for at once. */
const UNUSED_AT_A_TIME = 100;

/** Destroys the templates that nobody used for the operator's retention time, and tells their owners. */
export async function destroyUnusedFaces(
  deps: Deps,
  readPolicy: ReadFacePolicy,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const now = deps.clock.now();
    const { retentionDays } = await readPolicy(deps.database);
    const since = addDays(now, -retentionDays);
    const unused = await readUnused(deps.database, { since, limit: UNUSED_AT_A_TIME });
    for (const accountId of unused) await destroyUnused(deps, { accountId, since });
    if (unused.length < UNUSED_AT_A_TIME) return;
  }
}

function destroyUnused(
  deps: Deps,
  { accountId, since }: { accountId: string; since: Instant },
): Promise<void> {
  return deps.database.transaction(async (sql) => {
    if (!(await lockUnused(sql, { accountId, since }))) return;
    await destroyFace(sql, { accountId, now: deps.clock.now(), because: "unused" });
    await notify(deps, sql, { accountId, kind: "face_unused" });
  });
}
