import type { Static } from "typebox";
import type { VerificationUseAnswer } from "../../src/identity/verification-uses/contract.ts";
import type { OwnInvitationAnswer } from "../../src/merchants/contract.ts";
import { api } from "./client.ts";
import type { PageOf } from "./query.ts";

export type Account = {
  id: string;
  kind: "customer" | "staff";
  displayName: string;
  phone: string | null;
  email: string | null;
};

export type MerchantStatus = "pending" | "approved" | "suspended";
export type Role = "owner" | "manager" | "cashier" | "staff" | "admin" | "finance" | "support";

export type Membership = {
  organisationId: string;
  organisationName: string;
  kind: "shop" | "seller" | "operator";
  role: Role;
  status: MerchantStatus;
};

export type Session = {
  account: Account;
  memberships: Membership[];
  verifiedUntil: string | null;
  verifiedBy: "passkey" | "face" | null;
};

export type Passkey = { id: string; name: string; createdAt: string; lastUsedAt: string | null };
export type Verification = { method: string; verifiedUntil: string };
/** One use of a way to prove who one is; `outcome` is `accepted` or a refusal's code. */
export type VerificationUse = Static<typeof VerificationUseAnswer>;

/** An invitation to work for a shop or seller, as the invited person sees it. */
export type OwnInvitation = OwnInvitationAnswer;

export type Address = {
  id: string;
  recipient: string;
  phone: string;
  region: string;
  street: string;
  isDefault: boolean;
};

export type NewCustomer = { phone?: string; email?: string; password: string; displayName: string };

export const accounts = {
  register: (body: NewCustomer) => api.post<Account>("/customers", body),
  signIn: (login: string, password: string) =>
    api.post<{ account: Account }>("/sessions", { login, password }),
  signOut: () => api.delete("/sessions/current"),
  passkeys: () => api.get<PageOf<Passkey>>("/me/passkeys"),
  removePasskey: (passkeyId: string) => api.delete(`/me/passkeys/${passkeyId}`),
  passkeyRegistration: <Options>() => api.post<{ options: Options }>("/me/passkeys/registration"),
  finishPasskeyRegistration: (body: { response: unknown; name?: string }) =>
    api.post<Passkey>("/me/passkeys/registration/finish", body),
  passkeyVerification: <Options>() => api.post<{ options: Options }>("/me/verifications/passkey"),
  finishPasskeyVerification: (body: { response: unknown }) =>
    api.post<Verification>("/me/verifications/passkey/finish", body),
  verifications: (cursor?: string, signal?: AbortSignal) =>
    api.get<PageOf<VerificationUse>>("/me/verifications", { query: { cursor }, signal }),
  invitations: () => api.get<PageOf<OwnInvitation>>("/me/invitations"),
  acceptInvitation: (invitationId: string) =>
    api.post<Membership>(`/me/invitations/${invitationId}/accept`),
  declineInvitation: (invitationId: string) =>
    api.post<void>(`/me/invitations/${invitationId}/decline`),
  leave: (organisationId: string) => api.delete(`/me/memberships/${organisationId}`),
  addresses: () => api.get<PageOf<Address>>("/me/addresses"),
  addAddress: (body: Omit<Address, "id">) => api.post<Address>("/me/addresses", body),
  removeAddress: (addressId: string) => api.delete(`/me/addresses/${addressId}`),
};
