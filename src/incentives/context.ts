import type { TimeZone } from "../kernel/local-day.ts";
import type { Merchants } from "../merchants/index.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";

/** What every use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly merchants: Pick<Merchants, "seller"> & {
    policies(sql: Sql): Promise<{ readonly timeZone: TimeZone }>;
  };
};
