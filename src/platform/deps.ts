import type { Clock } from "../kernel/clock.ts";
import type { IdSource } from "../kernel/ids.ts";
import type { Database } from "./db/database.ts";
import type { Events } from "./events/events.ts";

/** What every module is built from. `app.ts` makes it once; tests make their own. */
export type Deps = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly events: Events;
  /** The public address, such as `https://mall.example`. */
  readonly origin: string;
  /** The deployment's secret: at least 32 random bytes, for keys that are derived, never used as it is. */
  readonly secret: Buffer;
};

/** The context of a use case with another database: the transaction that keeps an answer. */
export function withDatabase<Context extends { readonly deps: Deps }>(
  context: Context,
  database: Database,
): Context {
  return { ...context, deps: { ...context.deps, database } };
}
