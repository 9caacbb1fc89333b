import { api } from "./client.ts";

export type SellerIncentive = {
  programmeId: string;
  name: string;
  status: "in_progress" | "granted" | "missed" | "taken_back";
  progress: { done: number; of: number };
  points?: number | null;
  grantedAt?: string | null;
};
export type SellerIncentives = {
  items: SellerIncentive[];
  promotionWallet: { available: number };
  commissionFreeUntil: string | null;
  featuredUntil: string | null;
};

export const incentives = {
  ofSeller: (sellerId: string) => api.get<SellerIncentives>(`/sellers/${sellerId}/incentives`),
};
