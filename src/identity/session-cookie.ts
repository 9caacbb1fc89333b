import type { Instant } from "../kernel/clock.ts";
import { cookieName } from "../platform/http/cookie-name.ts";
import type { Cookie } from "../platform/http/cookies.ts";
import { sessionEnd } from "./decide-session.ts";
import { readSecret, type SessionSecret } from "./session-token.ts";

const NAME = "tongdui_session";

type Cookies = Readonly<Record<string, string | undefined>>;

export type SessionCookies = {
  /** Null when there is no session cookie, or it was never one of ours. */
  read(cookies: Cookies): { secret: SessionSecret; hasOldName: boolean } | null;
  /** The cookie to set, and the removal of one with the old name. */
  write(secret: SessionSecret, at: { createdAt: Instant; now: Instant }): Cookie[];
  /** Removes the session's cookie, under whichever name. */
  remove(): Cookie[];
};

/**
 * The session's cookie at this deployment. Behind TLS its name has the prefix `__Host-`; a cookie with
 * the plain name is read too, for sessions that began before the deployment had TLS or the prefix.
 */
export function sessionCookies(origin: string): SessionCookies {
  const name = cookieName(NAME, origin);
  const removalOf = (one: string): Cookie => ({ name: one, value: "", maxAgeSeconds: 0 });
  const oldNames = name === NAME ? [] : [NAME];
  return {
    read(cookies) {
      const secret = readSecret(cookies[name]);
      if (secret !== null || name === NAME) return secret && { secret, hasOldName: false };
      const old = readSecret(cookies[NAME]);
      return old && { secret: old, hasOldName: true };
    },
    write({ handle, token }, { createdAt, now }) {
      const endsAt = sessionEnd({ createdAt, tokenIssuedAt: now, offeredAt: null });
      const maxAgeSeconds = Math.floor((endsAt - now) / 1000);
      return [{ name, value: `${handle}.${token}`, maxAgeSeconds }, ...oldNames.map(removalOf)];
    },
    remove: () => [name, ...oldNames].map(removalOf),
  };
}
