import { addSeconds, type Instant } from "../kernel/clock.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Person } from "../platform/http/caller.ts";
import { saveWindow } from "./session.store.ts";
import {
  insertVerificationUse,
  type UsePurpose,
  type VerificationMethodName,
} from "./verification-uses/verification-use.store.ts";

/** What the mall's policy says of the identity check, at the moment. */
export type VerificationPolicy = {
  readonly windowSeconds: number;
  readonly methods: readonly string[];
};
export type ReadVerificationPolicy = (sql: Sql) => Promise<VerificationPolicy>;

/** Holds until the operator decides otherwise: five minutes, by any method this build has. */
export const DEFAULT_WINDOW_SECONDS = 300;

export type Proof = {
  readonly person: Pick<Person, "accountId" | "sessionId">;
  readonly method: VerificationMethodName;
  readonly purpose: Exclude<UsePurpose, "enrol">;
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
  { person, method, purpose, challenge, windowSeconds }: Proof,
): Promise<Result<Instant, "not_signed_in">> {
  const at = deps.clock.now();
  const verifiedUntil = addSeconds(at, windowSeconds);
  const { accountId, sessionId } = person;
  if (!(await saveWindow(sql, { sessionId, method, verifiedUntil }))) return err("not_signed_in");
  const use = { accountId, sessionId, method, purpose, proof: challenge, at, verifiedUntil };
  await insertVerificationUse(sql, { ...use, outcome: "accepted" });
  return ok(verifiedUntil);
}
