import { createHmac } from "node:crypto";
import type { Instant } from "../../kernel/clock.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { networkOf } from "./decide-network.ts";
import { decideWait, type ThrottleKind, withFailure } from "./decide-throttle.ts";
import {
  deleteFailures,
  type KnownFailures,
  lockFailures,
  openFailures,
  readFailures,
  saveFailures,
  sweepFailures,
} from "./sign-in-failure.store.ts";

/** What one guess is counted for; see `BUDGETS`. */
export type Subjects = Readonly<Record<ThrottleKind, Buffer>>;

/** Keyed, because addresses and logins are few enough to try against a stolen table of hashes. */
export function subjectsOf(
  { secret }: Pick<Deps, "secret">,
  { loginHash, address }: { loginHash: Buffer; address: string },
): Subjects {
  const login = loginHash.toString("hex");
  const network = networkOf(address);
  const subject = (text: string) =>
    createHmac("sha256", secret).update(`sign-in failure ${text}`).digest();
  return {
    loginAtAddress: subject(`login ${login} address ${network}`),
    login: subject(`login ${login}`),
    address: subject(`address ${network}`),
  };
}

type Throttled = Result<undefined, "rate_limited">;

/** Refuses while a guess has to wait. Reads only. */
export async function checkThrottle(
  sql: Sql,
  subjects: Subjects,
  now: Instant,
): Promise<Throttled> {
  return waitOf(await readFailures(sql, Object.values(subjects)), now);
}

/**
 * The same for a password that is right, so that the right one of many guesses made at once does not
 * slip through: no guess at this login is counted until the transaction ends.
 */
export async function checkThrottleUnderLock(
  sql: Transaction,
  { loginAtAddress, login }: Subjects,
  now: Instant,
): Promise<Throttled> {
  return waitOf(await lockFailures(sql, [loginAtAddress, login]), now);
}

/**
 * Counts a failure for these kinds. Refuses without counting when the wait began meanwhile: of guesses
 * made at once, those beyond the budget do not learn whether they were right.
 */
export async function countFailure(
  sql: Transaction,
  subjects: Partial<Subjects>,
  now: Instant,
): Promise<Throttled> {
  const all = Object.entries(subjects) as [ThrottleKind, Buffer][];
  const hashes = all.map(([, subject]) => subject);
  await openFailures(sql, hashes, now);
  const known = await lockFailures(sql, hashes);
  const may = waitOf(known, now);
  if (!may.ok) return may;
  // From here it succeeds.
  const counted = all.map(([kind, subject]) => ({
    subject,
    ...withFailure(known.get(subject.toString("hex")) ?? null, kind, now),
  }));
  await saveFailures(sql, counted);
  await sweepFailures(sql, now);
  return ok();
}

/** After the right password, the guesses at this login from this address were its owner's. */
export async function forgetFailures(sql: Transaction, subjects: Subjects): Promise<void> {
  await deleteFailures(sql, subjects.loginAtAddress);
}

function waitOf(known: KnownFailures, now: Instant): Throttled {
  const waits = [...known.values()].map((one) => decideWait(one, now) ?? 0);
  const seconds = Math.max(0, ...waits);
  if (seconds === 0) return ok();
  return err("rate_limited", { values: { seconds }, retryAfterSeconds: seconds });
}
