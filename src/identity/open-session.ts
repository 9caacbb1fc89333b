import { addDays } from "../kernel/clock.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Cookie } from "../platform/http/endpoint.ts";
import { SESSION_IDLE_DAYS } from "./decide-session.ts";
import { deleteIdleSessions, deleteSession, insertSession } from "./session.store.ts";
import { hashesOf, newSessionSecret, sessionCookie } from "./session-token.ts";

/**
 * A fresh session, whatever cookie the request came with: an attacker who planted a cookie before
 * the sign-in holds nothing after it. The session the browser had before ends.
 */
export async function openSession(
  deps: Deps,
  sql: Transaction,
  { accountId, caller }: { accountId: string; caller: Caller },
): Promise<{ sessionId: string; cookie: Cookie }> {
  const now = deps.clock.now();
  const secret = newSessionSecret();
  await deleteIdleSessions(sql, { accountId, idleSince: addDays(now, -SESSION_IDLE_DAYS) });
  if (caller.kind === "person") await deleteSession(sql, caller.sessionId);
  const sessionId = deps.ids.next("session");
  await insertSession(sql, { id: sessionId, accountId, now, ...hashesOf(secret) });
  return { sessionId, cookie: sessionCookie(secret, { createdAt: now, now }) };
}
