import { bucketOf } from "../kernel/bucket.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";

export type Address = {
  readonly id: string;
  readonly recipient: string;
  readonly phone: string;
  readonly region: string;
  readonly street: string;
  readonly isDefault: boolean;
};

const COLUMNS = `id, recipient, phone, region, street, is_default as "isDefault"`;

/** The customer's addresses: the default first, then the newest. There are few, so all of them. */
export async function readAddresses(sql: Sql, customerId: string): Promise<Address[]> {
  return sql.query<Address>(
    `select ${COLUMNS} from mall_address where bucket = $1 and customer_id = $2
     order by is_default desc, id desc`,
    [bucketOf(customerId), customerId],
  );
}

/** Where these customers want what they order, by customer; who has no such address is absent. */
export async function readDefaultAddresses(
  sql: Sql,
  customerIds: readonly string[],
): Promise<Map<string, Pick<Address, "recipient" | "phone" | "region" | "street">>> {
  const rows = await sql.query<Address & { customerId: string }>(
    `select distinct on (a.bucket, a.customer_id) a.customer_id as "customerId", a.recipient, a.phone,
       a.region, a.street
     from unnest($1::smallint[], $2::text[]) as wanted (bucket, customer_id)
     join mall_address a on a.bucket = wanted.bucket and a.customer_id = wanted.customer_id
     where a.is_default
     order by a.bucket, a.customer_id, a.id desc`,
    [customerIds.map(bucketOf), customerIds],
  );
  return new Map(
    rows.map(({ customerId, recipient, phone, region, street }) => [
      customerId,
      { recipient, phone, region, street },
    ]),
  );
}

/** Changes of one address book wait for each other, or two could both become the default. */
export async function lockAddressBook(sql: Transaction, customerId: string): Promise<void> {
  await sql.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `addresses ${customerId}`,
  ]);
}

export async function insertAddress(
  sql: Transaction,
  { customerId, ...address }: Address & { customerId: string },
): Promise<void> {
  await sql.execute(
    `insert into mall_address
       (bucket, customer_id, id, recipient, phone, region, street, is_default)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      bucketOf(customerId),
      customerId,
      address.id,
      address.recipient,
      address.phone,
      address.region,
      address.street,
      address.isDefault,
    ],
  );
}

export async function clearDefault(sql: Transaction, customerId: string): Promise<void> {
  await sql.execute(
    `update mall_address set is_default = false
     where bucket = $1 and customer_id = $2 and is_default`,
    [bucketOf(customerId), customerId],
  );
}

/** False when the customer has no such address. */
export async function deleteAddress(
  sql: Transaction,
  { customerId, id }: { customerId: string; id: string },
): Promise<boolean> {
  const count = await sql.execute(
    "delete from mall_address where bucket = $1 and customer_id = $2 and id = $3",
    [bucketOf(customerId), customerId, id],
  );
  return count === 1;
}

/** When no address is the default any more, the newest one is. */
export async function defaultToNewest(sql: Transaction, customerId: string): Promise<void> {
  await sql.execute(
    `update mall_address set is_default = true
     where bucket = $1 and customer_id = $2
       and id = (select max(id) from mall_address where bucket = $1 and customer_id = $2)
       and not exists (
         select from mall_address where bucket = $1 and customer_id = $2 and is_default)`,
    [bucketOf(customerId), customerId],
  );
}
