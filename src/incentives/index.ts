import type { Instant } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";
import { readCommissionFreeUntil } from "./outcome.store.ts";
import { rewardSeller } from "./reward-seller.ts";
import { incentiveEndpoints } from "./routes.ts";

export type Incentives = {
  readonly endpoints: readonly Endpoint[];
  /** The end of the seller's commission-free days, which may be past; null when it was given none. */
  commissionFreeUntil(
    sql: Sql,
    sellerIds: readonly string[],
  ): Promise<ReadonlyMap<string, Instant>>;
};

/** Listens to `seller_approved` and `product_listed` from the moment it is made. */
export function createIncentives(deps: Deps, others: Omit<Context, "deps">): Incentives {
  const context: Context = { deps, ...others };
  deps.events.subscribe((sql, event) => rewardSeller(context, sql, event));
  return {
    endpoints: incentiveEndpoints(context),
    commissionFreeUntil: readCommissionFreeUntil,
  };
}
