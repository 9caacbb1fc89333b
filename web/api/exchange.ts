import { api } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import type { PageOf } from "./query.ts";

export type Ratio = {
  version: number;
  shopPoints: number;
  mallPoints: number;
  minimumPoints: number;
  dailyCapPoints: number | null;
  validFrom: string;
  createdAt: string;
};
export type NewRatio = {
  shopPoints: number;
  mallPoints: number;
  minimumPoints?: number;
  dailyCapPoints?: number | null;
  validFrom?: string;
};
/** Fen; `lastThirtyDaysFen` is what the last 30 days' conversions would have cost. */
export type RatioCost = {
  costOfThousandFen: number;
  lastThirtyDaysFen: number;
  poolLastsDays: number | null;
};
export type ShopSummary = {
  awarded: number;
  converted: number;
  outstanding: number;
  poolBalance: number;
  poolLastsDays: number | null;
  salesToday: number;
  pointsToday: number;
};

export type Expiring = { points: number; at: string };
export type ShopWallet = {
  shopId: string;
  name: string;
  colour: string;
  available: number;
  pending: number;
  ratio: Pick<Ratio, "version" | "shopPoints" | "mallPoints" | "minimumPoints"> | null;
  /** The mall points that the available points would give now. */
  worth: number;
  expiring: Expiring[];
};
export type Wallet = {
  mall: { available: number; pending: number; worthFen: number; expiring: Expiring[] };
  shops: ShopWallet[];
};
export type Movement = {
  id: string;
  at: string;
  /** `mall` or a shop's id. */
  unit: string;
  points: number;
  reason: string;
  reference: string | null;
  counterparty: string | null;
  balanceAfter: number;
};
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
};
export type Conversion = { id: string; pointsTaken: number; pointsGiven: number; wallet: Wallet };

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
