import type {
  ProductCard as CardBody,
  CheckoutAnswer,
  ProductDetail as DetailBody,
  MallSeller as MallSellerBody,
  NewProduct,
  OrderAnswer,
  NewOrder as OrderRequest,
  OrderStatus as OrderState,
  SellerOrderAnswer,
  SellerProduct as SellerProductBody,
  ProductSort as Sort,
} from "../../src/mall/contract.ts";
import { api } from "./client.ts";
import type { PageOf } from "./query.ts";

/** One of `categoryKeys`, or a text of the seller's own. */
export type CategoryKey = CardBody["category"];
export type KnownCategory = (typeof categoryKeys)[number];
export type ProductKind = CardBody["kind"];
/** `cash` is in fen, due on delivery; 0 when there is no cash part. */
export type ProductCard = CardBody;
export type ProductDetail = DetailBody;
export type ProductSort = Sort;
export type MallSeller = MallSellerBody;
export type SellerProduct = SellerProductBody;
export type SellerProductFields = NewProduct;
export type OrderStatus = OrderState;
export type OrderLine = OrderAnswer["lines"][number];
export type Order = OrderAnswer;
export type SellerOrder = SellerOrderAnswer;
export type NewOrder = OrderRequest;
export type Checkout = CheckoutAnswer;

export const categoryKeys = [
  "food",
  "tea",
  "digital",
  "home",
  "beauty",
  "baby",
  "books",
  "sports",
  "voucher",
  "other",
] as const satisfies readonly CategoryKey[];

/** The catalogue's category of this key; null for a category that a seller wrote itself. */
export function knownCategory(key: CategoryKey): KnownCategory | null {
  return categoryKeys.find((known) => known === key) ?? null;
}

export type ProductFilter = {
  q?: string | undefined;
  category?: string | undefined;
  sellerId?: string | undefined;
  maxPoints?: number | undefined;
  inStock?: boolean | undefined;
  sort?: ProductSort | undefined;
};
type Cursor = { cursor?: string | undefined };

export const mall = {
  products: (filter: ProductFilter & Cursor, signal?: AbortSignal) =>
    api.get<PageOf<ProductCard>>("/mall/products", { query: filter, signal }),
  product: (productId: string) => api.get<ProductDetail>(`/mall/products/${productId}`),
  sellers: () => api.get<PageOf<MallSeller>>("/mall/sellers"),
  seller: (sellerId: string) => api.get<MallSeller>(`/mall/sellers/${sellerId}`),
  categories: () => api.get<PageOf<{ key: CategoryKey; count: number }>>("/mall/categories"),
  placeOrder: (body: NewOrder, idempotencyKey: string) =>
    api.post<Checkout>("/me/orders", body, { idempotencyKey }),
  myOrders: (filter: { status?: string | undefined } & Cursor) =>
    api.get<PageOf<Order>>("/me/orders", { query: filter }),
  myOrder: (orderId: string) => api.get<Order>(`/me/orders/${orderId}`),
  cancelOrder: (orderId: string, idempotencyKey: string) =>
    api.post<Order>(`/me/orders/${orderId}/cancel`, {}, { idempotencyKey }),
  confirmOrder: (orderId: string, idempotencyKey: string) =>
    api.post<Order>(`/me/orders/${orderId}/confirm`, {}, { idempotencyKey }),
};

/** What a seller does with its own products and orders. */
export const selling = {
  products: (sellerId: string, filter: Cursor & { limit?: number } = {}) =>
    api.get<PageOf<SellerProduct>>(`/sellers/${sellerId}/products`, { query: filter }),
  addProduct: (sellerId: string, body: SellerProductFields) =>
    api.post<SellerProduct>(`/sellers/${sellerId}/products`, body),
  changeProduct: (
    sellerId: string,
    productId: string,
    body: Partial<SellerProductFields> & { status?: SellerProduct["status"] },
  ) => api.patch<SellerProduct>(`/sellers/${sellerId}/products/${productId}`, body),
  addPicture: (sellerId: string, image: string) =>
    api.post<{ url: string }>(`/sellers/${sellerId}/pictures`, { image }),
  addVoucherCodes: (sellerId: string, productId: string, codes: string[]) =>
    api.post<{ added: number; stock: number }>(
      `/sellers/${sellerId}/products/${productId}/voucher-codes`,
      { codes },
    ),
  orders: (sellerId: string, filter: { status?: string } & Cursor) =>
    api.get<PageOf<SellerOrder>>(`/sellers/${sellerId}/orders`, { query: filter }),
  accept: (sellerId: string, orderId: string, idempotencyKey: string) =>
    api.post<SellerOrder>(`/sellers/${sellerId}/orders/${orderId}/accept`, {}, { idempotencyKey }),
  ship: (
    sellerId: string,
    orderId: string,
    body: { carrier?: string; trackingNumber?: string },
    idempotencyKey: string,
  ) =>
    api.post<SellerOrder>(`/sellers/${sellerId}/orders/${orderId}/ship`, body, { idempotencyKey }),
  deliver: (
    sellerId: string,
    orderId: string,
    body: { pickupCode?: string },
    idempotencyKey: string,
  ) =>
    api.post<SellerOrder>(`/sellers/${sellerId}/orders/${orderId}/deliver`, body, {
      idempotencyKey,
    }),
  cancel: (sellerId: string, orderId: string, body: { reason?: string }, idempotencyKey: string) =>
    api.post<SellerOrder>(`/sellers/${sellerId}/orders/${orderId}/cancel`, body, {
      idempotencyKey,
    }),
};
