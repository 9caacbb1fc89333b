import type { Instant } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Membership, Person } from "../platform/http/caller.ts";
import { isSecureOrigin } from "../platform/http/cookie-name.ts";
import type { Cookie } from "../platform/http/cookies.ts";
import { gatherReads } from "../platform/lanes/gather-reads.ts";
import {
  decideSession,
  openWindowOf,
  whichToken,
  withConfirmed,
  withOffer,
} from "./decide-session.ts";
import { deleteSession, readSessions, type SessionRow, saveTokens } from "./session.store.ts";
import { sessionCookies } from "./session-cookie.ts";
import { hashesOf, type SessionSecret, withNewToken } from "./session-token.ts";

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
 * write only when a token is offered, or used for the first time.
 */
export function sessionAuthentication(
  deps: Deps,
  membershipsOf: MembershipsOf,
): (cookies: Readonly<Record<string, string | undefined>>) => Promise<Authenticated> {
  const read = gatherReads((handleHashes) => readSessions(deps.database.lookUps, handleHashes));
  const readMemberships = gatherReads((ids) => membershipsOf(deps.database.lookUps, ids));
  const ours = sessionCookies(deps.origin);
  return async (cookies) => {
    const sent = ours.read(cookies);
    if (sent === null) return NOBODY;
    const { handleHash, tokenHash } = hashesOf(sent.secret);
    const session = await read(handleHash.toString("hex"));
    // A plain name may have been set by another site of this domain, once the prefixed one is in use.
    if (!session || (sent.hasOldName && session.hasHostCookie)) return NOBODY;
    const now = deps.clock.now();
    const token = tokenHash.toString("hex");
    const presented = whichToken(session.tokens, token);
    const facts = { ...session.tokens, createdAt: session.createdAt, presented };
    const decision = decideSession({ ...facts, hasOldName: sent.hasOldName }, now);
    if (decision === "expired" || decision === "stolen") {
      await deleteSession(deps.database, session.id);
      return { caller: null, cookies: ours.remove() };
    }
    const used = { token, hasOldName: sent.hasOldName, now };
    const [offered, memberships = []] = await Promise.all([
      decision === "offer" ? offerToken(deps, session, { secret: sent.secret, now }) : null,
      readMemberships(session.accountId),
      decision === "confirm" ? confirmToken(deps, session, used) : null,
    ]);
    return {
      caller: personOf(session, { memberships, now }),
      cookies: offered ? ours.write(offered, { createdAt: session.createdAt, now }) : [],
    };
  };
}

/** Of requests that arrive together one is offered the new token. */
async function offerToken(
  deps: Deps,
  { id, tokens, hasHostCookie }: SessionRow,
  { secret, now }: { secret: SessionSecret; now: Instant },
): Promise<SessionSecret | null> {
  const next = withNewToken(secret);
  const to = withOffer(tokens, hashesOf(next).tokenHash.toString("hex"), now);
  const isOffered = await saveTokens(deps.database, { id, from: tokens, to, hasHostCookie });
  return isOffered ? next : null;
}

/** Where another request changes the tokens at the same moment, the next one confirms. */
async function confirmToken(
  deps: Deps,
  { id, tokens, hasHostCookie }: SessionRow,
  { token, hasOldName, now }: { token: string; hasOldName: boolean; now: Instant },
): Promise<void> {
  await saveTokens(deps.database, {
    id,
    from: tokens,
    to: withConfirmed(tokens, token, now),
    hasHostCookie: hasHostCookie || (isSecureOrigin(deps.origin) && !hasOldName),
  });
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
