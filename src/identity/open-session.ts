import { addDays } from "../kernel/clock.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isSecureOrigin } from "../platform/http/cookie-name.ts";
import type { Cookie } from "../platform/http/cookies.ts";
import { SESSION_IDLE_DAYS } from "./decide-session.ts";
import { rememberDevice } from "./devices/remember-device.ts";
import {
  deleteIdleSessions,
  deleteSession,
  deleteSessionsBeyond,
  insertSession,
} from "./session.store.ts";
import { sessionCookies } from "./session-cookie.ts";
import { hashesOf, newSessionSecret } from "./session-token.ts";

/** What a sign-in needs to know of its request, besides the proof. */
export type SignInRequest = {
  readonly caller: Caller;
  readonly cookies: Readonly<Record<string, string | undefined>>;
};

/** More than anybody's devices; programs that sign in anew for every call end their own oldest ones. */
const SESSIONS_MAXIMUM = 100;

/**
 * A fresh session, whatever cookie the request came with: an attacker who planted a cookie before
 * the sign-in holds nothing after it. The session the browser had before ends, and the browser is a
 * known device of the account from now on.
 */
export async function openSession(
  deps: Deps,
  sql: Transaction,
  { accountId, caller, cookies }: SignInRequest & { accountId: string },
): Promise<{ sessionId: string; cookies: readonly Cookie[] }> {
  const now = deps.clock.now();
  const secret = newSessionSecret();
  await deleteIdleSessions(sql, { accountId, idleSince: addDays(now, -SESSION_IDLE_DAYS) });
  if (caller.kind === "person") await deleteSession(sql, caller.sessionId);
  await deleteSessionsBeyond(sql, { accountId, keep: SESSIONS_MAXIMUM - 1 });
  const sessionId = deps.ids.next("session");
  const hasHostCookie = isSecureOrigin(deps.origin);
  await insertSession(sql, { id: sessionId, accountId, now, hasHostCookie, ...hashesOf(secret) });
  const device = await rememberDevice(deps, sql, { accountId, cookies });
  const session = sessionCookies(deps.origin).write(secret, { createdAt: now, now });
  return { sessionId, cookies: [...session, device] };
}
