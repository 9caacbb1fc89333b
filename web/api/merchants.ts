import type {
  ApiKeyAnswer,
  InvitationAnswer,
  MerchantAnswer,
  ShopAnswer,
  ShopChanges,
  StaffAnswer,
} from "../../src/merchants/contract.ts";
import type { Role } from "./accounts.ts";
import { api } from "./client.ts";
import type { PageOf } from "./query.ts";

/** `returnDays` is null while the shop goes by `mallReturnDays`. */
export type Shop = ShopAnswer;
export type { ShopChanges };
export type Seller = MerchantAnswer;
export type StaffMember = StaffAnswer;
/** As the inviter sees it: the login is what was typed. */
export type Invitation = InvitationAnswer;
export type ApiKey = ApiKeyAnswer;

/** `key` is shown once, when the key is made. */
export type NewApiKey = ApiKey & { key: string };

export type PoolDeposit = { id: string; amount: number; reference: string; at: string };
/** Fen. */
export type Pool = { balance: number; deposits: PoolDeposit[] };

/** Shops and sellers keep their people and keys the same way. */
export type OrganisationPath = `/shops/${string}` | `/sellers/${string}`;

export const merchants = {
  applyAsShop: (body: { name: string; description?: string; colour?: string }) =>
    api.post<Shop>("/shops", body),
  shop: (shopId: string) => api.get<Shop>(`/shops/${shopId}`),
  changeShop: (shopId: string, body: ShopChanges) => api.patch<Shop>(`/shops/${shopId}`, body),
  applyAsSeller: (body: { name: string; description?: string; colour?: string }) =>
    api.post<Seller>("/sellers", body),
  seller: (sellerId: string) => api.get<Seller>(`/sellers/${sellerId}`),
  pool: (shopId: string) => api.get<Pool>(`/shops/${shopId}/pool`),
  deposit: (shopId: string, body: { amount: number; reference: string }, idempotencyKey: string) =>
    api.post<PoolDeposit>(`/shops/${shopId}/pool/deposits`, body, { idempotencyKey }),
  staff: (of: OrganisationPath) => api.get<PageOf<StaffMember>>(`${of}/staff`),
  inviteStaff: (of: OrganisationPath, body: { login: string; role: Role }) =>
    api.post<Invitation>(`${of}/staff`, body),
  invitations: (of: OrganisationPath, cursor?: string, signal?: AbortSignal) =>
    api.get<PageOf<Invitation>>(`${of}/invitations`, { query: { cursor }, signal }),
  revokeInvitation: (of: OrganisationPath, invitationId: string) =>
    api.delete(`${of}/invitations/${invitationId}`),
  removeStaff: (of: OrganisationPath, accountId: string) => api.delete(`${of}/staff/${accountId}`),
  apiKeys: (of: OrganisationPath) => api.get<PageOf<ApiKey>>(`${of}/api-keys`),
  addApiKey: (of: OrganisationPath, body: { name: string; role: Role }) =>
    api.post<NewApiKey>(`${of}/api-keys`, body),
  removeApiKey: (of: OrganisationPath, keyId: string) => api.delete(`${of}/api-keys/${keyId}`),
};
