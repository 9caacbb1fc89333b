import type { Address } from "./accounts.ts";
import { api } from "./client.ts";
import type { Wallet } from "./exchange.ts";
import type { PageOf } from "./query.ts";

export type ProductKind = "physical" | "voucher" | "pickup";
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
] as const;
export type CategoryKey = (typeof categoryKeys)[number];

export type ProductCard = {
  id: string;
  name: string;
  points: number;
  /** Fen, due on delivery; 0 when there is no cash part. */
  cash: number;
  stock: number;
  category: CategoryKey;
  picture: string | null;
  seller: { id: string; name: string };
  kind: ProductKind;
  redeemable: boolean;
  reason: null | "out_of_stock" | "seller_suspended";
};
export type ProductDetail = ProductCard & { description: string; pictures: string[] };
export type ProductSort = "newest" | "points_asc" | "points_desc" | "popular";
export type ProductFilter = {
  q?: string | undefined;
  category?: string | undefined;
  sellerId?: string | undefined;
  maxPoints?: number | undefined;
  inStock?: boolean | undefined;
  sort?: ProductSort | undefined;
};
export type MallSeller = {
  id: string;
  name: string;
  description: string | null;
  colour: string;
  status: "approved" | "suspended";
  productCount: number;
};

export type SellerProduct = ProductDetail & { status: "active" | "hidden" };
export type SellerProductFields = {
  name: string;
  description: string;
  category: CategoryKey;
  points: number;
  cash?: number;
  /** Of a voucher the server counts its unused codes instead. */
  stock: number;
  kind: ProductKind;
  pictures: string[];
};

export type OrderStatus =
  | "placed"
  | "accepted"
  | "shipped"
  | "delivered"
  | "completed"
  | "cancelled";
export type OrderLine = {
  productId: string;
  name: string;
  picture: string | null;
  quantity: number;
  points: number;
  kind: ProductKind;
};
export type Order = {
  id: string;
  checkoutId: string;
  seller: { id: string; name: string };
  status: OrderStatus;
  points: number;
  /** Fen. */
  cash: number;
  lines: OrderLine[];
  address: Omit<Address, "id" | "isDefault"> | null;
  carrier: string | null;
  trackingNumber: string | null;
  pickupCode: string | null;
  voucherCodes: string[];
  placedAt: string;
  acceptedAt: string | null;
  shippedAt: string | null;
  deliveredAt: string | null;
  completedAt: string | null;
  cancelledAt: string | null;
  cancelledBy: "customer" | "seller" | null;
  cancelReason: string | null;
};
export type SellerOrder = Order & { customerName: string };

export type NewOrder = {
  lines: { productId: string; quantity: number }[];
  address?: Omit<Address, "id" | "isDefault">;
  expectedPoints?: number;
};
export type Checkout = {
  checkoutId: string;
  orders: { id: string; sellerId: string; points: number; status: OrderStatus }[];
  wallet: Wallet;
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
