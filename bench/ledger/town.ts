import { randomBytes } from "node:crypto";
import { hashesOf, newSessionSecret } from "../../src/identity/session-token.ts";
import { bucketOf } from "../../src/kernel/bucket.ts";
import type { IdSource } from "../../src/kernel/ids.ts";
import type { Database } from "../../src/platform/db/database.ts";
import { openClient } from "./api-client.ts";
import { insertSessions, type LoadedSession } from "./preload.store.ts";
import type { Customer } from "./preload.ts";

export const OPERATOR = {
  login: "bench@example.com",
  password: randomBytes(12).toString("base64url"),
};
/** In fen: nobody's pool runs dry, but its stripes are filled by gathering as in any other mall. */
const POOL_FEN = 1_000_000_000_000;
const QUOTED_POINTS = 100;

export type Shop = {
  readonly id: string;
  readonly key: string;
  readonly productId: string;
};

/** A customer who is signed in, and the cookie of that. */
export type SignedIn = Customer & { readonly cookie: string };

/** Shops through the front door: approved, with a product, a rule, a ratio, money and an API key. */
export async function openShops(port: number, count: number): Promise<Shop[]> {
  const operator = openClient(port);
  await operator.post("/sessions", OPERATOR);
  const owner = await register(port, "Owner");
  const shops: Shop[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await owner.post<{ id: string }>("/shops", { name: `Shop ${index}` });
    await operator.post(`/operator/shops/${id}/approve`, {});
    const deposit = { amount: POOL_FEN, reference: `slip ${index}` };
    await operator.post(`/shops/${id}/pool/deposits`, deposit);
    const product = { name: "Milk tea", price: 1200 };
    const { id: productId } = await owner.post<{ id: string }>(`/shops/${id}/products`, product);
    await owner.post(`/shops/${id}/reward-rules`, {
      scope: { productId },
      kind: "bundles",
      parameters: { bundles: [{ quantity: 1, points: 1 }] },
    });
    await owner.post(`/shops/${id}/exchange-ratio`, { shopPoints: 100, mallPoints: 3 });
    const apiKey = { name: "till", role: "cashier" };
    const { key } = await owner.post<{ key: string }>(`/shops/${id}/api-keys`, apiKey);
    shops.push({ id, key, productId });
  }
  return shops;
}

/** A seller with products that cost a point each: their ids. */
export async function openSeller(port: number, count: number): Promise<string[]> {
  const operator = openClient(port);
  await operator.post("/sessions", OPERATOR);
  const seller = await register(port, "Seller");
  const { id } = await seller.post<{ id: string }>("/sellers", { name: "Seller" });
  await operator.post(`/operator/sellers/${id}/approve`, {});
  const products: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const product = { name: `Cup ${index}`, points: 1, stock: 1_000_000, kind: "physical" };
    const made = await seller.post<{ id: string }>(`/sellers/${id}/products`, product);
    products.push(made.id);
  }
  return products;
}

/** A new person, signed in. */
async function register(port: number, displayName: string): Promise<ReturnType<typeof openClient>> {
  const client = openClient(port);
  const password = randomBytes(12).toString("base64url");
  const email = `${randomBytes(8).toString("hex")}@example.com`;
  await client.post("/customers", { email, password, displayName });
  return client;
}

export async function signIn(
  database: Database,
  { ids, customers }: { ids: IdSource; customers: readonly Customer[] },
): Promise<SignedIn[]> {
  const sessions: LoadedSession[] = [];
  const signedIn = customers.map((customer) => {
    const secret = newSessionSecret();
    sessions.push({ id: ids.next("session"), accountId: customer.id, ...hashesOf(secret) });
    return { ...customer, cookie: `tongdui_session=${secret.handle}.${secret.token}` };
  });
  await insertSessions(database, sessions);
  return signedIn;
}

/** A quote that was asked over HTTP, by shop: what copies are made of. */
export type AskedQuote = { readonly id: string; readonly bucket: number };

export async function askQuotes(
  port: number,
  { shops, customers }: { shops: readonly Shop[]; customers: readonly SignedIn[] },
): Promise<AskedQuote[]> {
  const quotes: AskedQuote[] = [];
  for (const [index, { id: shopId }] of shops.entries()) {
    const customer = customers.find(({ shop }) => shop === index);
    if (!customer) throw new Error("every shop has customers who are signed in");
    const client = openClient(port, { cookie: customer.cookie });
    const wanted = { shopId, points: QUOTED_POINTS };
    const { id } = await client.post<{ id: string }>("/me/conversion-quotes", wanted);
    quotes.push({ id, bucket: bucketOf(customer.id) });
  }
  return quotes;
}
