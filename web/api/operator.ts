import type {
  ProgrammeAnswer,
  NewProgramme as ProgrammeRequest,
} from "../../src/incentives/contract.ts";
import type {
  PolicyChanges as Changes,
  OperatorMerchantAnswer,
  OperatorShopAnswer,
} from "../../src/merchants/contract.ts";
import type { MerchantStatus } from "./accounts.ts";
import { api } from "./client.ts";
import type { Seller } from "./merchants.ts";
import type { PageOf } from "./query.ts";

export type OperatorShop = OperatorShopAnswer;
export type OperatorSeller = OperatorMerchantAnswer;
export type NewProgramme = ProgrammeRequest;
export type Programme = ProgrammeAnswer;
export type ProgrammeReward = ProgrammeRequest["reward"];
export type PolicyChanges = Changes;
export type Policies = Required<Changes> & { version: number; validFrom: string };

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
  facesEnrolled: number;
  faceFiling: "none" | "soon" | "due";
  mallPointsIssued: number;
  mallPointsHeld: number;
  mallPointsRetired: number;
  balanced: boolean;
};

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
  ) => api.post<Seller>(`/operator/${merchants}/${merchantId}/${decision}`, body),
  programmes: () =>
    api.get<PageOf<Programme>>("/operator/incentive-programmes", { query: { limit: 100 } }),
  addProgramme: (body: NewProgramme) => api.post<Programme>("/operator/incentive-programmes", body),
  policies: () => api.get<Policies>("/operator/policies"),
  changePolicies: (body: PolicyChanges) => api.put<Policies>("/operator/policies", body),
};
