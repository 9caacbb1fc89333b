import { addDays } from "../kernel/clock.ts";
import type { Deps } from "../platform/deps.ts";
import { deleteInvitations } from "./invitation.store.ts";
import { ANSWERED_INVITATION_DAYS } from "./limits.ts";

/** Rows a statement: a deletion is short, and a stop is heard between two. */
const DELETED_AT_A_TIME = 1000;

/** Forgets invitations that ended long ago, with the logins they name. */
export async function forgetOldInvitations(
  { database, clock }: Deps,
  signal: AbortSignal,
): Promise<void> {
  const before = addDays(clock.now(), -ANSWERED_INVITATION_DAYS);
  let deleted = DELETED_AT_A_TIME;
  while (deleted === DELETED_AT_A_TIME && !signal.aborted) {
    deleted = await deleteInvitations(database, { before, limit: DELETED_AT_A_TIME });
  }
}
