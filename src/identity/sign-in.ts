import { err, ok, type Result } from "../kernel/result.ts";
import { readLogin } from "../kernel/text/login.ts";
import type { Deps } from "../platform/deps.ts";
import type { Cookie } from "../platform/http/cookies.ts";
import { type Account, readAccountByLogin } from "./account.store.ts";
import { readDeviceHash } from "./devices/device-cookie.ts";
import {
  countDeviceFailure,
  type Device,
  isKnownDevice,
  lockKnownDevice,
} from "./devices/known-device.store.ts";
import { hashOfLogin } from "./login-hash.ts";
import { openSession, type SignInRequest } from "./open-session.ts";
import type { PasswordHashes } from "./password-hash.ts";
import {
  checkThrottle,
  checkThrottleUnderLock,
  countFailure,
  forgetFailures,
  type Subjects,
  subjectsOf,
} from "./throttle/throttle.ts";

export type SignIn = {
  readonly login: string;
  readonly password: string;
  readonly address: string;
} & SignInRequest;
export type SignedIn = { readonly account: Account; readonly cookies: readonly Cookie[] };
type SignInRefusal = "rate_limited" | "bad_credentials";

/** A known device guesses ten times like any other, and is then known no longer. */
const DEVICE_FAILURES_MAXIMUM = 10;
const NO_ACCOUNT = "";
const NO_DEVICE = Buffer.alloc(0);

/**
 * Refuses `rate_limited` after ten failures for this login from this address, or too many for the
 * login or from the address; then `bad_credentials`. A browser in which the account signed in before
 * does not wait for what others did. A login that nobody has gets the same answers after the same
 * work.
 */
export async function signIn(
  deps: Deps,
  passwords: PasswordHashes,
  { login, password, address, ...request }: SignIn,
): Promise<Result<SignedIn, SignInRefusal>> {
  const { database, clock } = deps;
  const now = clock.now();
  const parsed = readLogin(login);
  const subjects = subjectsOf(deps, { loginHash: hashOfLogin(login), address });
  const found = parsed && (await readAccountByLogin(database, parsed));
  const device: Device = {
    accountId: found?.id ?? NO_ACCOUNT,
    tokenHash: readDeviceHash(request.cookies, deps.origin) ?? NO_DEVICE,
  };
  const isKnown = await isKnownDevice(database, device);
  const may = await checkThrottle(database, subjects, now);
  if (!may.ok && !isKnown) return may;
  const isMatch = await passwords.matches(found?.passwordHash ?? null, password);
  if (!found || !isMatch) return refuse(deps, { device: isKnown ? device : null, subjects });
  return database.transaction(async (sql) => {
    const isStillKnown = await lockKnownDevice(sql, device);
    const stillMay = await checkThrottleUnderLock(sql, subjects, now);
    if (!stillMay.ok && !isStillKnown) return stillMay;
    // From here it succeeds.
    if (stillMay.ok) await forgetFailures(sql, subjects);
    const { cookies } = await openSession(deps, sql, { accountId: found.id, ...request });
    const { passwordHash: _, ...account } = found;
    return ok({ account, cookies });
  });
}

/**
 * Counts the failure: a known device's for itself, and for the login at its address. Both at once, or a
 * guess that comes after a device's last one would find that one not counted yet.
 */
async function refuse(
  { database, clock }: Deps,
  { device, subjects }: { device: Device | null; subjects: Subjects },
): Promise<Result<never, SignInRefusal>> {
  const now = clock.now();
  const counted = await database.transaction(async (sql) => {
    const isOfDevice =
      device !== null && (await countDeviceFailure(sql, device, DEVICE_FAILURES_MAXIMUM));
    const { loginAtAddress } = subjects;
    const failure = await countFailure(sql, isOfDevice ? { loginAtAddress } : subjects, now);
    // The device's own count stands, whatever others did to the login.
    return isOfDevice ? ok() : failure;
  });
  return counted.ok ? err("bad_credentials") : counted;
}
