import { addSeconds, type Instant } from "../kernel/clock.ts";

/** Ten guesses for a login in a quarter of an hour; the eleventh is not looked at. */
export const LOGIN_FAILURES_MAXIMUM = 10;
export const LOGIN_FAILURE_WINDOW_SECONDS = 15 * 60;

export type LoginFailures = { readonly failures: number; readonly windowStartedAt: Instant };

/** Whole seconds until the login may be tried again, or null when it may be tried now. */
export function decideThrottle(known: LoginFailures | null, now: Instant): number | null {
  if (known === null || known.failures < LOGIN_FAILURES_MAXIMUM) return null;
  const opensAt = addSeconds(known.windowStartedAt, LOGIN_FAILURE_WINDOW_SECONDS);
  return opensAt > now ? Math.ceil((opensAt - now) / 1000) : null;
}
