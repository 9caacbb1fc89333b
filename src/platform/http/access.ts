import { err, ok, type Result } from "../../kernel/result.ts";
import type { Caller, OperatorRole, Role, SellerRole, ShopRole } from "./caller.ts";

/** Who may call an endpoint. `parameter` is the path parameter that names the organisation. */
export type Access =
  | { readonly who: "anyone" }
  | { readonly who: "signed_in" }
  | {
      readonly who: "member";
      readonly of: "shop";
      readonly parameter: "shopId";
      readonly roles: readonly ShopRole[];
      readonly operators?: readonly OperatorRole[];
    }
  | {
      readonly who: "member";
      readonly of: "seller";
      readonly parameter: "sellerId";
      readonly roles: readonly SellerRole[];
      readonly operators?: readonly OperatorRole[];
    }
  | { readonly who: "operator"; readonly roles: readonly OperatorRole[] };

type MemberAccess = Extract<Access, { who: "member" }>;
type OperatorAccess = Extract<Access, { who: "operator" }>;

// Not typed as `Access`: which of its forms it is decides the type of the handler's caller.
export const anyone = { who: "anyone" } as const satisfies Access;
export const signedIn = { who: "signed_in" } as const satisfies Access;

export function shopMember(
  roles: readonly ShopRole[],
  operators: readonly OperatorRole[] = [],
): MemberAccess {
  return { who: "member", of: "shop", parameter: "shopId", roles, operators };
}

export function sellerMember(
  roles: readonly SellerRole[],
  operators: readonly OperatorRole[] = [],
): MemberAccess {
  return { who: "member", of: "seller", parameter: "sellerId", roles, operators };
}

export function operator(roles: readonly OperatorRole[]): OperatorAccess {
  return { who: "operator", roles };
}

/**
 * Refusals in order: `not_signed_in`; `not_found` for an organisation that is not the caller's (it
 * never tells whether it exists); `not_allowed` for a role that is too small.
 */
export function decideAccess(
  access: Access,
  caller: Caller,
  parameters: Readonly<Record<string, string | undefined>>,
): Result<undefined, "not_signed_in" | "not_found" | "not_allowed"> {
  if (access.who === "anyone") return ok();
  if (caller.kind === "anonymous") return err("not_signed_in");
  if (access.who === "signed_in") return caller.kind === "person" ? ok() : err("not_allowed");
  if (access.who === "operator") {
    return allowed(roleIn(caller, "operator", null), access.roles) ? ok() : err("not_allowed");
  }
  if (allowed(roleIn(caller, "operator", null), access.operators ?? [])) return ok();
  const role = roleIn(caller, access.of, parameters[access.parameter] ?? "");
  if (role === null) return err("not_found");
  return allowed(role, access.roles) ? ok() : err("not_allowed");
}

function roleIn(caller: Caller, kind: string, organisationId: string | null): Role | null {
  if (caller.kind === "anonymous") return null;
  const memberships =
    caller.kind === "machine" ? [{ ...caller, kind: caller.organisationKind }] : caller.memberships;
  const membership = memberships.find(
    (one) =>
      one.kind === kind && (organisationId === null || one.organisationId === organisationId),
  );
  return membership?.role ?? null;
}

function allowed(role: Role | null, roles: readonly Role[]): boolean {
  return role !== null && roles.includes(role);
}
