import { describe, expect, test } from "vitest";
import {
  type Access,
  anyone,
  decideAccess,
  operator,
  sellerMember,
  shopMember,
  signedIn,
} from "./access.ts";
import type { Caller, Membership } from "./caller.ts";

const person = (memberships: Pick<Membership, "organisationId" | "kind" | "role">[]): Caller => ({
  kind: "person",
  accountId: "cus_1",
  accountKind: "customer",
  sessionId: "ses_1",
  memberships: memberships.map((one) => ({ ...one, organisationName: "", status: "approved" })),
  verifiedUntil: null,
  verifiedBy: null,
});
const nobody: Caller = { kind: "anonymous" };
const customer = person([]);
const cashier = person([{ organisationId: "shop_1", kind: "shop", role: "cashier" }]);
const finance = person([{ organisationId: "mall", kind: "operator", role: "finance" }]);
const till: Caller = {
  kind: "machine",
  keyId: "key_1",
  organisationId: "shop_1",
  organisationKind: "shop",
  role: "cashier",
};

const forTill = shopMember(["owner", "manager", "cashier"]);
const forOwner = shopMember(["owner"]);
const forDeposits = shopMember([], ["finance"]);

describe("who may call", () => {
  test.each<[string, Access, Caller, string, string]>([
    ["anyone, by nobody", anyone, nobody, "", "yes"],
    ["people, by nobody", signedIn, nobody, "", "not_signed_in"],
    ["people, by a customer", signedIn, customer, "", "yes"],
    ["people, by a machine", signedIn, till, "", "not_allowed"],
    ["the till, by nobody", forTill, nobody, "shop_1", "not_signed_in"],
    ["the till, by its cashier", forTill, cashier, "shop_1", "yes"],
    ["the till, by its machine", forTill, till, "shop_1", "yes"],
    ["the till, by another shop's cashier", forTill, cashier, "shop_2", "not_found"],
    ["the till, by another shop's machine", forTill, till, "shop_2", "not_found"],
    ["the till, by a customer", forTill, customer, "shop_1", "not_found"],
    ["the till, by the operator", forTill, finance, "shop_1", "not_found"],
    ["the owner's page, by the cashier", forOwner, cashier, "shop_1", "not_allowed"],
    [
      "a seller's page, by a shop's cashier",
      sellerMember(["owner"]),
      cashier,
      "shop_1",
      "not_found",
    ],
    ["deposits, by finance", forDeposits, finance, "shop_1", "yes"],
    ["deposits, by the shop itself", forDeposits, cashier, "shop_1", "not_allowed"],
    ["deposits, by a customer", forDeposits, customer, "shop_1", "not_found"],
    ["the operator's page, by a customer", operator(["finance"]), customer, "", "not_allowed"],
    ["the operator's page, by finance", operator(["finance"]), finance, "", "yes"],
    ["the admin's page, by finance", operator(["admin"]), finance, "", "not_allowed"],
    ["the operator's page, by a machine", operator(["admin"]), till, "", "not_allowed"],
  ])("%s", (_, access, caller, shopId, expected) => {
    const outcome = decideAccess(access, caller, { shopId, sellerId: shopId });
    expect(outcome.ok ? "yes" : outcome.refusal.code).toBe(expected);
  });
});
