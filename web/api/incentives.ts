import type { IncentiveAnswer, IncentivesAnswer } from "../../src/incentives/contract.ts";
import { api } from "./client.ts";

export type SellerIncentive = IncentiveAnswer;
export type SellerIncentives = IncentivesAnswer;

export const incentives = {
  ofSeller: (sellerId: string) => api.get<SellerIncentives>(`/sellers/${sellerId}/incentives`),
};
