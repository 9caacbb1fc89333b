import { addDays } from "../../kernel/clock.ts";
import { points } from "../../kernel/points.ts";
import { availableOf, MALL, post, postings } from "../../ledger/index.ts";
import type { Client } from "../../testing/client.ts";
import type { World } from "../../testing/world.ts";
import type { NewProduct, OrderAnswer, SellerProduct } from "../contract.ts";

export type Seller = { id: string; client: Client };
export type Customer = { id: string; client: Client };

let count = 0;

/** A seller; approved unless it is to wait. */
export async function openStall(world: World, name: string, { approved = true } = {}) {
  const owner = await world.register(`${name} owner`);
  const { id } = await owner.client.made<{ id: string }>("/sellers", { name });
  if (approved) await world.operator.client.made(`/operator/sellers/${id}/approve`);
  return { id, client: owner.client };
}

export function offer(seller: Seller, fields: Partial<NewProduct> = {}): Promise<SellerProduct> {
  const product = { name: "Oolong tea 乌龙茶", points: 30, stock: 10, ...fields };
  return seller.client.made<SellerProduct>(`/sellers/${seller.id}/products`, product);
}

/** Who has mall points, in lots of the given sizes, each expiring a day later than the one before. */
export async function customerWith(world: World, ...lots: number[]): Promise<Customer> {
  const { id, client } = await world.register("小林");
  for (const [index, size] of lots.entries()) await giveLot(world, id, { size, days: index + 10 });
  return { id, client };
}

async function giveLot(world: World, customerId: string, lot: { size: number; days: number }) {
  // Taken before anything is awaited: customers are made side by side.
  count += 1;
  const number = count;
  const at = world.clock.now();
  const signed = { customerId, shopId: "shop_of_the_test", at, by: "test" };
  const expiresAt = addDays(at, lot.days);
  await world.database.transaction(async (sql) => {
    const earned = { ...signed, saleId: `sale_${number}`, points: points(1n), expiresAt };
    const given = points(BigInt(lot.size));
    const paid = { taken: points(1n), given, fee: points(0n), cost: points(0n), expiresAt };
    await post(sql, postings.earn(earned));
    const done = await post(
      sql,
      postings.convert({ ...signed, conversionId: `cnv_${number}`, ...paid }),
    );
    if (!done.ok) throw new Error(done.refusal.code);
  });
}

export async function availableTo(world: World, customerId: string): Promise<number> {
  return Number(await availableOf(world.database, { customerId, unit: MALL }));
}

/** The customer's lots, nearest expiry first. */
export async function lotsOf({ client }: Customer): Promise<number[]> {
  const wallet = await client.get<{ mall: { expiring: { points: number }[] } }>("/me/wallet");
  return wallet.body.mall.expiring.map((lot) => lot.points);
}

export async function stockOf(seller: Seller, productId: string): Promise<number | undefined> {
  const page = await seller.client.get<{ items: SellerProduct[] }>(
    `/sellers/${seller.id}/products?limit=100`,
  );
  return page.body.items.find((product) => product.id === productId)?.stock;
}

/** Orders one product, and answers the order as its customer reads it. */
export async function orderOf(
  customer: Customer,
  productId: string,
  quantity = 1,
): Promise<OrderAnswer> {
  const { orders } = await customer.client.made<{ orders: { id: string }[] }>("/me/orders", {
    lines: [{ productId, quantity }],
  });
  return readOrder(customer, orders[0]?.id ?? "");
}

export async function readOrder(customer: Customer, orderId: string): Promise<OrderAnswer> {
  return (await customer.client.get<OrderAnswer>(`/me/orders/${orderId}`)).body;
}

/** The seller's step with an order, as the status that was answered. */
export async function step(
  seller: Seller,
  order: { id: string },
  action: "accept" | "ship" | "deliver" | "cancel",
  body: object = {},
): Promise<number> {
  const path = `/sellers/${seller.id}/orders/${order.id}/${action}`;
  return (await seller.client.post(path, body)).status;
}

export const DAY_SECONDS = 86_400;
