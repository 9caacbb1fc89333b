import type {
  ConversionAnswer,
  MovementAnswer,
  RatioAnswer,
  RatioPreviewAnswer,
  NewRatio as RatioRequest,
  ShopSummaryAnswer,
  ShopWallet as ShopWalletBody,
  WalletAnswer,
} from "../../src/exchange/contract.ts";
import { api } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import type { PageOf } from "./query.ts";

export type Ratio = RatioAnswer;
export type NewRatio = RatioRequest;
/** Fen; `lastThirtyDaysFen` is what the last 30 days' conversions would have cost. */
export type RatioCost = RatioPreviewAnswer;
export type ShopSummary = ShopSummaryAnswer;
export type ShopWallet = ShopWalletBody;
export type Wallet = WalletAnswer;
/** `unit` is `mall` or a shop's id. */
export type Movement = MovementAnswer;
export type Conversion = ConversionAnswer;

export type Expiring = { points: number; at: string };
export type Quote = {
  id: string;
  shopId: string;
  pointsAsked: number;
  pointsTaken: number;
  pointsGiven: number;
  pointsKept: number;
  fee: number;
  ratioVersion: number;
  expiresAt: string;
  mallPointsExpireOn: string;
  mallPointsExpireAt: string;
};
export const exchange = {
  /** Null when the shop has not set one yet. */
  ratio: async (shopId: string): Promise<Ratio | null> => {
    try {
      return await api.get<Ratio>(`/shops/${shopId}/exchange-ratio`);
    } catch (thrown) {
      if (thrown instanceof ApiProblem && thrown.code === "not_found") return null;
      throw thrown;
    }
  },
  ratioVersions: (shopId: string) =>
    api.get<PageOf<Ratio>>(`/shops/${shopId}/exchange-ratio/versions`, { query: { limit: 100 } }),
  ratioCost: (shopId: string, body: { shopPoints: number; mallPoints: number }) =>
    api.post<RatioCost>(`/shops/${shopId}/exchange-ratio/preview`, body),
  publishRatio: (shopId: string, body: NewRatio) =>
    api.post<Ratio>(`/shops/${shopId}/exchange-ratio`, body),
  summary: (shopId: string) => api.get<ShopSummary>(`/shops/${shopId}/summary`),
  wallet: () => api.get<Wallet>("/me/wallet"),
  movements: (filter: { unit?: string | undefined; cursor?: string | undefined }) =>
    api.get<PageOf<Movement>>("/me/movements", { query: filter }),
  quote: (body: { shopId: string; points: number }, idempotencyKey: string) =>
    api.post<Quote>("/me/conversion-quotes", body, { idempotencyKey }),
  convert: (quoteId: string, idempotencyKey: string) =>
    api.post<Conversion>("/me/conversions", { quoteId }, { idempotencyKey }),
};
