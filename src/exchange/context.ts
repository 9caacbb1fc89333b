import type { Instant } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import type { Merchants } from "../merchants/index.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { RememberedRatios } from "./remember-ratios.ts";

/** What the shop's first page asks of earning. */
export type Sales = {
  /** How many sales the shop recorded since then, and the shop points they awarded. */
  salesSince(
    sql: Sql,
    of: { shopId: string; since: Instant },
  ): Promise<{ sales: number; points: Points }>;
};

/** What every use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly merchants: Pick<Merchants, "shops" | "policies" | "remembered">;
  readonly earning: Sales;
  readonly remembered: RememberedRatios;
};
