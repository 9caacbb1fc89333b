import type { Instant } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Membership, Person } from "../platform/http/caller.ts";
import type { Cookie } from "../platform/http/endpoint.ts";
import { gatherReads } from "../platform/lanes/gather-reads.ts";
import { decideSession, openWindowOf } from "./decide-session.ts";
import { deleteSession, readSessions, replaceToken, type SessionRow } from "./session.store.ts";
import {
  hashesOf,
  NO_SESSION_COOKIE,
  readSecret,
  SESSION_COOKIE,
  type SessionSecret,
  sessionCookie,
  withNewToken,
} from "./session-token.ts";

/** By account id. */
export type MembershipsOf = (
  sql: Sql,
  accountIds: readonly string[],
) => Promise<ReadonlyMap<string, readonly Membership[]>>;

/** `cookies` are to be set on the answer: a replaced token, or the removal of one that is dead. */
export type Authenticated = {
  readonly caller: Person | null;
  readonly cookies: readonly Cookie[];
};

const NOBODY: Authenticated = { caller: null, cookies: [] };

/**
 * Who a session cookie stands for. Every request of the API comes through here: one statement for
 * session and account, one for the memberships, each for all requests that arrive together, and a
 * write only when the token is replaced.
 */
export function sessionAuthentication(
  deps: Deps,
  membershipsOf: MembershipsOf,
): (cookies: Readonly<Record<string, string | undefined>>) => Promise<Authenticated> {
  const read = gatherReads((handleHashes) => readSessions(deps.database.lookUps, handleHashes));
  const readMemberships = gatherReads((ids) => membershipsOf(deps.database.lookUps, ids));
  return async (cookies) => {
    const secret = readSecret(cookies[SESSION_COOKIE]);
    if (secret === null) return NOBODY;
    const { handleHash, tokenHash } = hashesOf(secret);
    const session = await read(handleHash.toString("hex"));
    if (!session) return NOBODY;
    const now = deps.clock.now();
    const decision = decideSession({ ...session, presented: whichToken(session, tokenHash) }, now);
    if (decision === "expired" || decision === "stolen") {
      await deleteSession(deps.database, session.id);
      return { caller: null, cookies: [NO_SESSION_COOKIE] };
    }
    const [cookie, memberships = []] = await Promise.all([
      decision === "rotate" ? rotate(deps, session, { secret, now }) : null,
      readMemberships(session.accountId),
    ]);
    return { caller: personOf(session, { memberships, now }), cookies: cookie ? [cookie] : [] };
  };
}

/** Of requests that arrive together one replaces the token; the others pass by the grace. */
async function rotate(
  deps: Deps,
  session: SessionRow,
  { secret, now }: { secret: SessionSecret; now: Instant },
): Promise<Cookie | null> {
  const next = withNewToken(secret);
  const isReplaced = await replaceToken(deps.database, {
    id: session.id,
    from: session.tokenHash,
    to: hashesOf(next).tokenHash,
    now,
  });
  return isReplaced ? sessionCookie(next, { createdAt: session.createdAt, now }) : null;
}

function whichToken(session: SessionRow, tokenHash: Buffer): "current" | "previous" | "other" {
  if (session.tokenHash.equals(tokenHash)) return "current";
  return session.previousTokenHash?.equals(tokenHash) ? "previous" : "other";
}

function personOf(
  session: SessionRow,
  { memberships, now }: { memberships: readonly Membership[]; now: Instant },
): Person {
  return {
    kind: "person",
    accountId: session.accountId,
    accountKind: session.accountKind,
    sessionId: session.id,
    memberships,
    ...openWindowOf(session, now),
  };
}
