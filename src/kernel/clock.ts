declare const instantBrand: unique symbol;

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly [instantBrand]: true };

/** A calendar day in UTC, `YYYY-MM-DD`. */
export type Day = string;

export type Clock = { now(): Instant };

export const systemClock: Clock = { now: () => instant(Date.now()) };

/** A clock that stands still until it is moved; for tests and the simulation. */
export function manualClock(startMilliseconds: number): Clock & {
  advanceSeconds(seconds: number): void;
} {
  let current = startMilliseconds;
  return {
    now: () => instant(current),
    advanceSeconds: (seconds) => {
      current += seconds * 1000;
    },
  };
}

export function instant(milliseconds: number): Instant {
  return milliseconds as Instant;
}

export function addSeconds(at: Instant, seconds: number): Instant {
  return instant(at + seconds * 1000);
}

export function addDays(at: Instant, days: number): Instant {
  return addSeconds(at, days * 86_400);
}

/** RFC 3339 in UTC with milliseconds, as the wire and the database take it. */
export function toRfc3339(at: Instant): string {
  if (at !== lastWritten.at) lastWritten = { at, text: new Date(at).toISOString() };
  return lastWritten.text;
}

/** A batch writes one moment some hundred times. */
let lastWritten = { at: 0, text: new Date(0).toISOString() };

/** The first and the last moment of UTC whose year has four digits, as RFC 3339 and PostgreSQL write it. */
const EARLIEST = Date.parse("0001-01-01T00:00:00.000Z");
const LATEST = Date.parse("9999-12-31T23:59:59.999Z");

/** The moment an RFC 3339 text names, or null when it names none that can be written down in UTC. */
export function fromRfc3339(text: string): Instant | null {
  const milliseconds = Date.parse(text);
  return milliseconds >= EARLIEST && milliseconds <= LATEST ? instant(milliseconds) : null;
}

export function dayOf(at: Instant): Day {
  return toRfc3339(at).slice(0, 10);
}
