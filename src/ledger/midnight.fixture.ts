import { type Day, type Instant, instant, toRfc3339 } from "../kernel/clock.ts";

/** The first moment of the day in UTC: the ledger takes moments, and whole days are easy to read. */
export const midnight = (day: Day): Instant => instant(Date.parse(`${day}T00:00:00.000Z`));

/** The day in UTC. */
export const dayAt = (at: Instant): Day => toRfc3339(at).slice(0, 10);
