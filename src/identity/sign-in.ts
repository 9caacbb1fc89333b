import { err, ok, type Result } from "../kernel/result.ts";
import { readLogin } from "../kernel/text/login.ts";
import type { Deps } from "../platform/deps.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Cookie } from "../platform/http/endpoint.ts";
import { type Account, readAccountByLogin } from "./account.store.ts";
import { decideThrottle, LOGIN_FAILURES_MAXIMUM } from "./decide-throttle.ts";
import {
  clearLoginFailures,
  countLoginFailure,
  lockLoginFailures,
  readLoginFailures,
} from "./login-failure.store.ts";
import { hashOfLogin } from "./login-hash.ts";
import { openSession } from "./open-session.ts";
import type { PasswordHashes } from "./password-hash.ts";

export type SignIn = { readonly login: string; readonly password: string; readonly caller: Caller };
export type SignedIn = { readonly account: Account; readonly cookie: Cookie };

/**
 * Refuses `rate_limited` after ten failures for this login, then `bad_credentials`; neither says
 * whether the login exists, and both cost the same time for one that does not.
 */
export async function signIn(
  deps: Deps,
  passwords: PasswordHashes,
  { login, password, caller }: SignIn,
): Promise<Result<SignedIn, "rate_limited" | "bad_credentials">> {
  const now = deps.clock.now();
  const parsed = readLogin(login);
  const loginHash = hashOfLogin(login);
  const waitsSeconds = decideThrottle(await readLoginFailures(deps.database, loginHash), now);
  if (waitsSeconds !== null) return tooMany(waitsSeconds);
  const found = parsed && (await readAccountByLogin(deps.database, parsed));
  const isMatch = await passwords.matches(found?.passwordHash ?? null, password);
  if (!found || !isMatch) {
    const known = await countLoginFailure(deps.database, loginHash, now);
    // Of guesses made at once, those counted beyond the tenth are not told how they fared.
    if (known.failures <= LOGIN_FAILURES_MAXIMUM) return err("bad_credentials");
    return tooMany(decideThrottle(known, now) ?? 0);
  }
  return deps.database.transaction(async (sql) => {
    // Again, under the lock: the right one of many guesses made at once must not slip through.
    const stillWaits = decideThrottle(await lockLoginFailures(sql, loginHash), now);
    if (stillWaits !== null) return tooMany(stillWaits);
    // From here it succeeds.
    await clearLoginFailures(sql, loginHash);
    const { cookie } = await openSession(deps, sql, { accountId: found.id, caller });
    const { passwordHash: _, ...account } = found;
    return ok({ account, cookie });
  });
}

function tooMany(seconds: number) {
  return err("rate_limited", { values: { seconds }, retryAfterSeconds: seconds });
}
