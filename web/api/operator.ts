import type { MerchantStatus } from "./accounts.ts";
import { api } from "./client.ts";
import type { Seller, Shop } from "./merchants.ts";
import type { PageOf } from "./query.ts";

export type OperatorShop = Shop & { ownerName: string | null; poolBalance: number };
export type OperatorSeller = Seller & { ownerName: string | null };

export type AuditUnit = {
  unit: string;
  issued: number;
  held: number;
  retired: number;
  difference: number;
};
export type Audit = {
  balanced: boolean;
  units: AuditUnit[];
  checkedAt: string;
  entries: number;
};
export type OperatorOverview = {
  shopsPending: number;
  sellersPending: number;
  customers: number;
  mallPointsIssued: number;
  mallPointsHeld: number;
  mallPointsRetired: number;
  balanced: boolean;
};

export type ProgrammeTrigger = { kind: "approved" } | { kind: "first_product" };
export type ProgrammeReward =
  | { kind: "mall_points"; points: number }
  | { kind: "commission_free"; days: number };
export type NewProgramme = {
  name: string;
  trigger: ProgrammeTrigger;
  reward: ProgrammeReward;
  budgetPoints?: number;
  startsAt?: string;
  endsAt?: string;
};
export type Programme = NewProgramme & {
  id: string;
  budgetPoints?: number | null;
  grantedPoints?: number;
  startsAt?: string | null;
  endsAt?: string | null;
};

type RatioBound = { shopPoints: number; mallPoints: number };
export type Policies = {
  version: number;
  pointValueFen: number;
  shopPointsExpireDays: number | null;
  mallPointsExpireDays: number | null;
  ratioMinimum: RatioBound;
  ratioMaximum: RatioBound;
  conversionFeeBasisPoints: number;
  commissionBasisPoints: number;
  verificationMethods: string[];
  verificationWindowSeconds: number;
  quoteHoldSeconds: number;
  orderReturnDays: number;
  validFrom: string;
};
export type PolicyChanges = Partial<Omit<Policies, "version" | "validFrom">>;

type Decision = "approve" | "suspend";
type MerchantFilter = { status?: MerchantStatus; cursor?: string | undefined; limit?: number };

export const operator = {
  overview: () => api.get<OperatorOverview>("/operator/overview"),
  audit: () => api.get<Audit>("/operator/audit"),
  shops: (filter: MerchantFilter) =>
    api.get<PageOf<OperatorShop>>("/operator/shops", { query: filter }),
  sellers: (filter: MerchantFilter) =>
    api.get<PageOf<OperatorSeller>>("/operator/sellers", { query: filter }),
  decide: (
    merchants: "shops" | "sellers",
    merchantId: string,
    decision: Decision,
    body: { reason?: string },
  ) => api.post<Shop>(`/operator/${merchants}/${merchantId}/${decision}`, body),
  programmes: () =>
    api.get<PageOf<Programme>>("/operator/incentive-programmes", { query: { limit: 100 } }),
  addProgramme: (body: NewProgramme) => api.post<Programme>("/operator/incentive-programmes", body),
  policies: () => api.get<Policies>("/operator/policies"),
  changePolicies: (body: PolicyChanges) => api.put<Policies>("/operator/policies", body),
};
