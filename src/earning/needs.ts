import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";

/** What earning asks of the people's module. */
export type People = {
  accountExists(sql: Sql, accountId: string): Promise<boolean>;
  displayNames(sql: Sql, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  createCustomerWithoutLogin(
    sql: Transaction,
    of: { displayName: string },
  ): Promise<{ id: string }>;
};

/** What earning asks of the merchants' module. */
export type Merchants = {
  shop(
    sql: Sql,
    shopId: string,
  ): Promise<{ id: string; name: string; status: "pending" | "approved" | "suspended" } | null>;
  policies(sql: Sql): Promise<{ shopPointsExpireDays: number }>;
};

/** Everything a use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly identity: People;
  readonly merchants: Merchants;
};
