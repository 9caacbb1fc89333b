import type { TimeZone } from "../kernel/local-day.ts";
import type { ShopRules } from "../merchants/index.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import type { Memory } from "../platform/facts/remember-facts.ts";
import type { ShopFacts } from "./shop-facts.ts";

/** What earning asks of the people's module. */
export type People = {
  /** SQL of an account's display name, by an expression that is its id; null where there is none. */
  displayNameSql(id: string): string;
  displayNames(sql: Sql, accountIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  createCustomerWithoutLogin(
    sql: Transaction,
    of: { displayName: string },
  ): Promise<{ id: string }>;
};

/** What earning knows of a shop. */
export type Shop = Omit<ShopRules, "timeZoneChange"> & {
  readonly id: string;
  readonly name: string;
  readonly status: "pending" | "approved" | "suspended";
};

/** What earning asks of the policies. */
export type Policies = {
  readonly shopPointsExpireDays: number;
  readonly saleReturnDays: number;
  readonly timeZone: TimeZone;
};

/** What earning asks of the merchants' module. */
export type Merchants = {
  shop(sql: Sql, shopId: string): Promise<Shop | null>;
  /** For batches: asked for again only when one of them has changed. */
  readonly remembered: {
    readonly shops: Memory<Shop>;
    policies(sql: Sql, at: FactVersion): Promise<Policies>;
    /** Those of that version, if this server remembers them. */
    knownPolicies(at: FactVersion): Policies | null;
  };
};

/** Everything a use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly identity: People;
  readonly merchants: Merchants;
  readonly remembered: ShopFacts;
};
