import type {
  NewProduct,
  ProductAnswer,
  ReceiptAnswer,
  RefundAnswer as RefundBody,
  SaleAnswer as SaleBody,
  NewSale as SaleRequest,
} from "../../src/earning/contract.ts";
import { api } from "./client.ts";
import type { PageOf } from "./query.ts";

/** Prices are in fen. */
export type ShopProduct = ProductAnswer;
export type ShopProductFields = NewProduct;
export type NewSale = SaleRequest;
export type SaleAnswer = SaleBody;
export type Sale = ReceiptAnswer;
export type SaleLine = ReceiptAnswer["lines"][number];
export type RefundAnswer = RefundBody;

export type RuleScope = { productId: string } | { category: string } | Record<string, never>;
export type RuleDefinition =
  | { kind: "per_unit"; parameters: { points: number } }
  | { kind: "bundles"; parameters: { bundles: { quantity: number; points: number }[] } };
export type NewRewardRule = RuleDefinition & {
  scope: RuleScope;
  startsAt?: string;
  endsAt?: string;
};
export type RewardRule = RuleDefinition & {
  id: string;
  scope: { productId?: string; category?: string };
  startsAt: string | null;
  endsAt: string | null;
  createdAt: string;
  warnings: { code: string; detail: string }[];
};

export type BasketLine = { productId: string; quantity: number; unitPrice?: number };
export type Preview = {
  points: number;
  lines: { points: number; ruleIds: string[]; because: string }[];
};

export type Member = { customerId: string; displayName: string; available: number };

type ProductFilter = { q?: string; barcode?: string; cursor?: string | undefined; limit?: number };

export const earning = {
  products: (shopId: string, filter: ProductFilter, signal?: AbortSignal) =>
    api.get<PageOf<ShopProduct>>(`/shops/${shopId}/products`, { query: filter, signal }),
  addProduct: (shopId: string, body: ShopProductFields) =>
    api.post<ShopProduct>(`/shops/${shopId}/products`, body),
  changeProduct: (
    shopId: string,
    productId: string,
    body: Partial<ShopProductFields> & { status?: ShopProduct["status"] },
  ) => api.patch<ShopProduct>(`/shops/${shopId}/products/${productId}`, body),
  rules: (shopId: string, cursor?: string) =>
    api.get<PageOf<RewardRule>>(`/shops/${shopId}/reward-rules`, { query: { cursor, limit: 100 } }),
  addRule: (shopId: string, body: NewRewardRule) =>
    api.post<RewardRule>(`/shops/${shopId}/reward-rules`, body),
  removeRule: (shopId: string, ruleId: string) =>
    api.delete(`/shops/${shopId}/reward-rules/${ruleId}`),
  preview: (
    shopId: string,
    body: { lines: BasketLine[]; customerId?: string },
    signal?: AbortSignal,
  ) => api.post<Preview>(`/shops/${shopId}/reward-rules/preview`, body, { signal }),
  lookupMember: (shopId: string, memberCode: string) =>
    api.post<Member>(`/shops/${shopId}/members/lookup`, { memberCode }),
  recordSale: (shopId: string, body: NewSale, idempotencyKey: string) =>
    api.post<SaleAnswer>(`/shops/${shopId}/sales`, body, { idempotencyKey }),
  sales: (shopId: string, filter: { receiptNumber?: string; cursor?: string | undefined }) =>
    api.get<PageOf<Sale>>(`/shops/${shopId}/sales`, { query: filter }),
  sale: (shopId: string, saleId: string) => api.get<Sale>(`/shops/${shopId}/sales/${saleId}`),
  refund: (
    shopId: string,
    saleId: string,
    body: { lines: { line: number; quantity: number }[] },
    idempotencyKey: string,
  ) => api.post<RefundAnswer>(`/shops/${shopId}/sales/${saleId}/refunds`, body, { idempotencyKey }),
  receipt: (saleId: string) => api.get<Sale & { shopName: string }>(`/me/receipts/${saleId}`),
  memberCode: () => api.get<{ code: string; expiresAt: string }>("/me/member-code"),
};
