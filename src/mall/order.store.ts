import { bucketOf } from "../kernel/bucket.ts";
import { type Instant, toRfc3339 } from "../kernel/clock.ts";
import type { Points } from "../kernel/points.ts";
import { binaryTexts } from "../platform/db/array-binary.ts";
import type { Parameter, Sql, Transaction } from "../platform/db/database.ts";
import type { OrderAddress, OrderStatus } from "./contract.ts";
import type { ItemKindKey } from "./items/registry.ts";

export type Order = {
  readonly bucket: number;
  readonly id: string;
  /** What people call it; see `order-number.ts`. */
  readonly number: string;
  readonly checkoutId: string;
  readonly customerId: string;
  readonly sellerId: string;
  readonly status: OrderStatus;
  readonly points: Points;
  /** Fen. */
  readonly cash: Points;
  readonly address: OrderAddress | null;
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  readonly pickupCode: string | null;
  readonly placedAt: Instant;
  readonly acceptedAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly cancelledAt: Instant | null;
  readonly cancelledBy: "customer" | "seller" | null;
  readonly cancelReason: string | null;
};

export type OrderLine = {
  readonly orderId: string;
  readonly productId: string;
  readonly name: string;
  readonly picture: string | null;
  readonly kind: ItemKindKey;
  readonly quantity: number;
  /** Of the whole line, like `cash`. */
  readonly points: Points;
  readonly cash: Points;
};

const COLUMNS = `bucket, id, number, checkout_id as "checkoutId", customer_id as "customerId",
  seller_id as "sellerId", status, points, cash, address, carrier,
  tracking_number as "trackingNumber", pickup_code as "pickupCode", placed_at as "placedAt",
  accepted_at as "acceptedAt", shipped_at as "shippedAt", delivered_at as "deliveredAt",
  completed_at as "completedAt", cancelled_at as "cancelledAt", cancelled_by as "cancelledBy",
  cancel_reason as "cancelReason"`;

export type NewOrderRow = Pick<
  Order,
  | "id"
  | "number"
  | "checkoutId"
  | "customerId"
  | "sellerId"
  | "status"
  | "points"
  | "cash"
  | "address"
  | "pickupCode"
  | "placedAt"
  | "deliveredAt"
>;

/** Fails on the number (23505) when another order has it. */
export function insertOrders(sql: Transaction, orders: readonly NewOrderRow[]): void {
  const column = <Key extends keyof NewOrderRow>(key: Key) => orders.map((order) => order[key]);
  sql.later(
    `insert into mall_order (bucket, id, checkout_id, customer_id, seller_id, status, points, cash,
       address, pickup_code, placed_at, delivered_at, number)
     select bucket, id, checkout_id, customer_id, seller_id, status, points, cash,
       nullif(address, '')::jsonb, pickup_code, placed_at, delivered_at, number
     from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
         $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[],
         $13::text[])
       as o (bucket, id, checkout_id, customer_id, seller_id, status, points, cash, address,
         pickup_code, placed_at, delivered_at, number)
     order by bucket, id`,
    [
      orders.map(({ customerId }) => bucketOf(customerId)),
      column("id"),
      column("checkoutId"),
      column("customerId"),
      column("sellerId"),
      column("status"),
      column("points"),
      column("cash"),
      binaryTexts(orders.map(({ address }) => (address ? JSON.stringify(address) : ""))),
      column("pickupCode"),
      orders.map(({ placedAt }) => toRfc3339(placedAt)),
      orders.map(({ deliveredAt }) => deliveredAt && toRfc3339(deliveredAt)),
      column("number"),
    ],
  );
}

export function insertLines(
  sql: Transaction,
  lines: readonly (OrderLine & { readonly customerId: string; readonly line: number })[],
): void {
  const column = <Key extends keyof OrderLine>(key: Key) => lines.map((line) => line[key]);
  sql.later(
    `insert into mall_order_line
       (bucket, order_id, line, product_id, name, picture, kind, quantity, points, cash)
     select * from unnest($1::smallint[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::integer[], $9::bigint[], $10::bigint[])`,
    [
      lines.map(({ customerId }) => bucketOf(customerId)),
      column("orderId"),
      lines.map(({ line }) => line),
      column("productId"),
      column("name"),
      column("picture"),
      column("kind"),
      column("quantity"),
      column("points"),
      column("cash"),
    ],
  );
}

/** An order to lock, and the customer or seller it must belong to. */
export type WantedOrder = { readonly id: string; readonly owner: string };

/** Orders by id, locked until the transaction ends, in (bucket, id) order. An order that does not exist is absent. */
export type LockedOrders = ReadonlyMap<string, Order>;

/** Locks those of the orders that belong to these customers. */
export function lockOrdersOfCustomers(
  sql: Transaction,
  wanted: readonly WantedOrder[],
): Promise<LockedOrders> {
  return lockOrders(
    sql,
    `unnest($1::text[], $2::text[], $3::smallint[]) as wanted (wanted_id, owner, of_bucket)
     join mall_order on bucket = of_bucket and id = wanted_id and customer_id = owner`,
    [
      wanted.map(({ id }) => id),
      wanted.map(({ owner }) => owner),
      wanted.map(({ owner }) => bucketOf(owner)),
    ],
  );
}

/** Locks those of the orders that belong to these sellers. */
export function lockOrdersOfSellers(
  sql: Transaction,
  wanted: readonly WantedOrder[],
): Promise<LockedOrders> {
  return lockOrders(
    sql,
    `unnest($1::text[], $2::text[]) as wanted (wanted_id, owner)
     join mall_order on seller_id = owner and id = wanted_id`,
    [wanted.map(({ id }) => id), wanted.map(({ owner }) => owner)],
  );
}

async function lockOrders(
  sql: Transaction,
  rows: string,
  parameters: readonly Parameter[],
): Promise<LockedOrders> {
  const orders = await sql.query<Order>(
    `select ${COLUMNS} from ${rows} order by bucket, id for no key update of mall_order`,
    parameters,
  );
  return new Map(orders.map((order) => [order.id, order]));
}

/** For the job: null when somebody else is at the order right now, or it is no longer delivered. */
export async function lockDelivered(
  sql: Transaction,
  { id, bucket }: { id: string; bucket: number },
): Promise<Order | null> {
  const [row] = await sql.query<Order>(
    `select ${COLUMNS} from mall_order where bucket = $1 and id = $2 and status = 'delivered'
     for no key update skip locked`,
    [bucket, id],
  );
  return row ?? null;
}

/** Writes what actions changed. */
export function updateOrders(sql: Transaction, orders: readonly Order[]): void {
  if (orders.length === 0) return;
  const column = <Key extends keyof Order>(key: Key) => orders.map((order) => order[key]);
  const times = (key: (typeof CHANGED_TIMES)[number]) =>
    orders.map((order) => order[key] && toRfc3339(order[key]));
  sql.later(
    `update mall_order o set status = c.status, carrier = c.carrier,
       tracking_number = c.tracking_number, cancelled_by = c.cancelled_by,
       cancel_reason = c.cancel_reason, accepted_at = c.accepted_at, shipped_at = c.shipped_at,
       delivered_at = c.delivered_at, completed_at = c.completed_at, cancelled_at = c.cancelled_at
     from unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
         $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[],
         $12::timestamptz[])
       as c (bucket, id, status, carrier, tracking_number, cancelled_by, cancel_reason, accepted_at,
         shipped_at, delivered_at, completed_at, cancelled_at)
     where o.bucket = c.bucket and o.id = c.id`,
    [
      column("bucket"),
      column("id"),
      column("status"),
      column("carrier"),
      column("trackingNumber"),
      column("cancelledBy"),
      column("cancelReason"),
      ...CHANGED_TIMES.map(times),
    ],
  );
}

const CHANGED_TIMES = [
  "acceptedAt",
  "shippedAt",
  "deliveredAt",
  "completedAt",
  "cancelledAt",
] as const;

export type OrderFilter = {
  readonly of: { readonly customerId: string } | { readonly sellerId: string };
  readonly id?: string;
  /** In its canonical form. */
  readonly number?: string;
  readonly status: OrderStatus | null;
  /** The last id of the page before. */
  readonly before: string | null;
  readonly limit: number;
};

/** Newest first: ids sort by time. */
export async function listOrders(sql: Sql, filter: OrderFilter): Promise<Order[]> {
  const parameters: Parameter[] = [];
  const conditions: string[] = [];
  const where = (condition: string, value: Parameter) => {
    parameters.push(value);
    conditions.push(`${condition} $${parameters.length}`);
  };
  if ("customerId" in filter.of) {
    where("bucket =", bucketOf(filter.of.customerId));
    where("customer_id =", filter.of.customerId);
  } else {
    where("seller_id =", filter.of.sellerId);
  }
  if (filter.id !== undefined) where("id =", filter.id);
  if (filter.number !== undefined) where("number =", filter.number);
  if (filter.status !== null) where("status =", filter.status);
  if (filter.before !== null) where("id <", filter.before);
  parameters.push(filter.limit);
  return sql.query<Order>(
    `select ${COLUMNS} from mall_order where ${conditions.join(" and ")}
     order by id desc limit $${parameters.length}`,
    parameters,
  );
}

/** The lines of the orders, each order's in its own order. */
export async function readLines(sql: Sql, orders: readonly Order[]): Promise<OrderLine[]> {
  if (orders.length === 0) return [];
  return sql.query<OrderLine>(
    `select order_id as "orderId", product_id as "productId", name, picture, kind, quantity,
       points, cash
     from mall_order_line
     where (bucket, order_id) in (select * from unnest($1::smallint[], $2::text[]))
     order by order_id, line`,
    [orders.map((order) => order.bucket), orders.map((order) => order.id)],
  );
}
