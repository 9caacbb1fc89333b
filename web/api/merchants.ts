import type { MerchantStatus, Role } from "./accounts.ts";
import { api } from "./client.ts";
import type { PageOf } from "./query.ts";

export type Shop = {
  id: string;
  name: string;
  status: MerchantStatus;
  /** `#rrggbb` */
  colour: string;
  description: string | null;
  createdAt: string;
};
export type Seller = Shop;

export type StaffMember = { accountId: string; displayName: string; role: Role };
export type ApiKey = { id: string; name: string; role: Role; createdAt: string };
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
  applyAsSeller: (body: { name: string; description?: string; colour?: string }) =>
    api.post<Seller>("/sellers", body),
  seller: (sellerId: string) => api.get<Seller>(`/sellers/${sellerId}`),
  pool: (shopId: string) => api.get<Pool>(`/shops/${shopId}/pool`),
  deposit: (shopId: string, body: { amount: number; reference: string }, idempotencyKey: string) =>
    api.post<PoolDeposit>(`/shops/${shopId}/pool/deposits`, body, { idempotencyKey }),
  staff: (of: OrganisationPath) => api.get<PageOf<StaffMember>>(`${of}/staff`),
  addStaff: (of: OrganisationPath, body: { login: string; role: Role }) =>
    api.post<StaffMember>(`${of}/staff`, body),
  removeStaff: (of: OrganisationPath, accountId: string) => api.delete(`${of}/staff/${accountId}`),
  apiKeys: (of: OrganisationPath) => api.get<PageOf<ApiKey>>(`${of}/api-keys`),
  addApiKey: (of: OrganisationPath, body: { name: string; role: Role }) =>
    api.post<NewApiKey>(`${of}/api-keys`, body),
  removeApiKey: (of: OrganisationPath, keyId: string) => api.delete(`${of}/api-keys/${keyId}`),
};
