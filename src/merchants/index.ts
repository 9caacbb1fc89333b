import { randomBytes } from "node:crypto";
import { invariant } from "../kernel/invariant.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { FactVersion } from "../platform/facts/fact-version.store.ts";
import { type Memory, type Remembered, rememberFacts } from "../platform/facts/remember-facts.ts";
import type { Machine, Membership } from "../platform/http/caller.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Job } from "../platform/jobs/jobs.ts";
import { machineAuthentication } from "./authenticate-machine.ts";
import { policiesInForce } from "./change-policies.ts";
import type { Context } from "./context.ts";
import { forgetOldInvitations } from "./forget-old-invitations.ts";
import { readMemberships, saveOperator } from "./member.store.ts";
import { readMerchant, readMerchants } from "./merchant.store.ts";
import type { Merchant, MerchantFacts, MerchantKind, Operator, ShopFacts } from "./merchant.ts";
import { OPERATOR } from "./operator.ts";
import type { Policies } from "./policies.ts";
import { merchantEndpoints } from "./routes.ts";

export { type MallZone, type ShopZone, shopCountsSince, timeZoneOf } from "./decide-time-zone.ts";
export { type MerchantStatus, NO_SHOP_RULES, type ShopFacts, type ShopRules } from "./merchant.ts";
export type { Policies, VerificationMethod } from "./policies.ts";
export type SellerFacts = MerchantFacts;

export type Merchants = {
  readonly endpoints: readonly Endpoint[];
  readonly jobs: readonly Job[];
  /** Every role of an account: in shops, in sellers, and as operator (organisation id `mall`). */
  membershipsOf(sql: Sql, accountId: string): Promise<Membership[]>;
  /** The same for many accounts, by account id. */
  membershipsOfAll(sql: Sql, accountIds: readonly string[]): Promise<Map<string, Membership[]>>;
  /** Who a bearer key `tdk_…` stands for; null for one that never was, or was revoked. */
  authenticateMachine(key: string): Promise<Machine | null>;
  /** Null when there is no such shop. Its status is a fact: the module that acts decides what it means. */
  shop(sql: Sql, shopId: string): Promise<ShopFacts | null>;
  seller(sql: Sql, sellerId: string): Promise<SellerFacts | null>;
  /** By id; ids that name no shop are absent. */
  shops(sql: Sql, ids: readonly string[]): Promise<Map<string, ShopFacts>>;
  sellers(sql: Sql, ids: readonly string[]): Promise<Map<string, SellerFacts>>;
  /** The version in force, read afresh: a change holds from the next request. */
  policies(sql: Sql): Promise<Policies>;
  /** Shops, sellers and policies for batches: asked for again only when one of them has changed. */
  readonly remembered: {
    readonly shops: Memory<ShopFacts>;
    readonly sellers: Remembered<SellerFacts>;
    policies(sql: Sql, at: FactVersion): Promise<Policies>;
    /** Those of that version, if this server remembers them. */
    knownPolicies(at: FactVersion): Policies | null;
  };
  /** Makes the account an operator, or gives it another role. */
  addOperator(sql: Sql, operator: Operator): Promise<void>;
};

export function createMerchants(
  deps: Deps,
  others: Pick<Context, "identity" | "countCustomers" | "countFaces">,
): Merchants {
  const context: Context = { deps, randomBytes, ...others };
  return {
    endpoints: merchantEndpoints(context),
    jobs: [
      {
        name: "forget old invitations",
        everySeconds: 3600,
        run: (signal) => forgetOldInvitations(deps, signal),
      },
    ],
    membershipsOf: async (sql, id) => (await readMemberships(sql, [id], OPERATOR)).get(id) ?? [],
    membershipsOfAll: (sql, accountIds) => readMemberships(sql, accountIds, OPERATOR),
    authenticateMachine: machineAuthentication(deps),
    shop: (sql, id) => readMerchant(sql, { kind: "shop", id }),
    seller: (sql, id) => readMerchant(sql, { kind: "seller", id }),
    shops: (sql, ids) => factsById(sql, { kind: "shop", ids }),
    sellers: (sql, ids) => factsById(sql, { kind: "seller", ids }),
    policies: (sql) => policiesInForce(sql),
    remembered: rememberMerchantFacts(),
    addOperator: (sql, operator) => saveOperator(sql, { ...operator, at: deps.clock.now() }),
  };
}

function rememberMerchantFacts(): Merchants["remembered"] {
  const policies = rememberFacts(async (sql) => new Map([[IN_FORCE, await policiesInForce(sql)]]));
  return {
    shops: rememberFacts<ShopFacts>((sql, ids) => factsById(sql, { kind: "shop", ids })),
    sellers: rememberFacts<SellerFacts>((sql, ids) => factsById(sql, { kind: "seller", ids })),
    async policies(sql, at) {
      const found = (await policies(sql, [IN_FORCE], at)).get(IN_FORCE);
      invariant(found, "policies are loaded or remembered");
      return found;
    },
    knownPolicies(at) {
      const known = policies.known();
      return (known?.version === at && known.facts.get(IN_FORCE)) || null;
    },
  };
}
const IN_FORCE = "in force";

async function factsById(
  sql: Sql,
  of: { kind: MerchantKind; ids: readonly string[] },
): Promise<Map<string, Merchant>> {
  if (of.ids.length === 0) return new Map();
  const merchants = await readMerchants(sql, of);
  return new Map(merchants.map((merchant) => [merchant.id, merchant]));
}
