import { addSeconds, type Instant } from "../kernel/clock.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Person } from "../platform/http/caller.ts";
import { insertVerificationUse, type VerificationMethodName } from "./session.store.ts";

/** What the mall's policy says of the identity check, at the moment. */
export type VerificationPolicy = {
  readonly windowSeconds: number;
  readonly methods: readonly string[];
};
export type ReadVerificationPolicy = (sql: Sql) => Promise<VerificationPolicy>;

/** Holds until the operator decides otherwise: five minutes, by any method this build has. */
export const DEFAULT_WINDOW_SECONDS = 300;

export type Proof = {
  readonly person: Person;
  readonly method: VerificationMethodName;
  /** The challenge that was answered: unique, so that it opens one window. */
  readonly challenge: string;
  readonly windowSeconds: number;
};

/**
 * Opens the verified window of this session and records that it was, or moves its end when one is
 * open. Refuses `not_signed_in` when the session ended while the person was looking at the device.
 */
export async function openWindow(
  deps: Deps,
  sql: Transaction,
  { person, method, challenge, windowSeconds }: Proof,
): Promise<Result<Instant, "not_signed_in">> {
  const at = deps.clock.now();
  const verifiedUntil = addSeconds(at, windowSeconds);
  const isOpen = await insertVerificationUse(sql, {
    sessionId: person.sessionId,
    accountId: person.accountId,
    method,
    proof: challenge,
    at,
    verifiedUntil,
  });
  return isOpen ? ok(verifiedUntil) : err("not_signed_in");
}
