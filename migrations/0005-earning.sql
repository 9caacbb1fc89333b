-- Earning: what shops sell, how a purchase becomes points, the receipts and what came back of them.

-- Shared and small, beside the bucketed tables: a product is read by every till of its shop.
create table shop_product (
  id text collate "C" primary key,
  shop_id text collate "C" not null,
  name text not null,
  barcode text collate "C",
  category text collate "C",
  -- In fen.
  price bigint not null check (price >= 0),
  status text collate "C" not null check (status in ('active', 'archived')),
  created_at timestamptz not null
);
create index shop_product_of_shop on shop_product (shop_id, id);
-- An archived product gives its barcode free.
create unique index shop_product_barcode on shop_product (shop_id, barcode)
  where status = 'active';

-- A rule is never edited: another one is added and this one ended, so that a receipt's rules stay true.
create table reward_rule (
  id text collate "C" primary key,
  shop_id text collate "C" not null,
  product_id text collate "C",
  category text collate "C",
  kind text collate "C" not null,
  parameters jsonb not null,
  starts_at timestamptz,
  ends_at timestamptz,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  -- When somebody ended it before its time.
  ended_at timestamptz,
  check (product_id is null or category is null),
  check (starts_at is null or ends_at is null or starts_at < ends_at)
);
create index reward_rule_of_shop on reward_rule (shop_id, id);

-- The receipt numbers of a shop, each once. The bucket is the receipt's own, because who the customer
-- is must not decide whether a number is taken. `fingerprint` is a hash of the request: it tells the
-- same sale posted again from another sale under a used number.
create table sale_receipt (
  bucket smallint not null check (bucket between 0 and 63),
  shop_id text collate "C" not null,
  receipt_number text collate "C" not null,
  fingerprint bytea not null,
  sale_bucket smallint not null,
  sale_id text collate "C" not null,
  primary key (bucket, shop_id, receipt_number)
);

-- In the customer's bucket, or, without a customer, in the bucket of its own id.
create table sale (
  bucket smallint not null check (bucket between 0 and 63),
  id text collate "C" not null,
  shop_id text collate "C" not null,
  receipt_number text collate "C" not null,
  customer_id text collate "C",
  sold_at timestamptz not null,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  amount bigint not null check (amount >= 0),
  points bigint not null check (points >= 0),
  refunded_points bigint not null default 0,
  -- The rules that counted for its lines, by id: kind and parameters as they were.
  rules jsonb not null,
  -- The first answer, for whoever posts the receipt again.
  answer text not null,
  primary key (bucket, id),
  check (refunded_points between 0 and points),
  check (customer_id is not null or points = 0)
) with (fillfactor = 90);
create index sale_of_shop on sale (shop_id, id);
create index sale_of_shop_by_time on sale (shop_id, sold_at);
create index sale_of_customer on sale (bucket, customer_id, id) where customer_id is not null;

create table sale_line (
  bucket smallint not null,
  sale_id text collate "C" not null,
  line integer not null check (line >= 0),
  product_id text collate "C" not null,
  -- The product's name on the day of the sale.
  name text not null,
  quantity integer not null check (quantity > 0),
  refunded_quantity integer not null default 0,
  unit_price bigint not null check (unit_price >= 0),
  points bigint not null check (points >= 0),
  -- The rules that competed for this line; the best of them decides, now and after a refund.
  rule_ids text[] collate "C" not null,
  primary key (bucket, sale_id, line),
  check (refunded_quantity between 0 and quantity)
) with (fillfactor = 90);

create table sale_refund (
  bucket smallint not null,
  id text collate "C" not null,
  sale_id text collate "C" not null,
  points bigint not null check (points >= 0),
  -- [{ line, quantity, points }]
  lines jsonb not null,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  primary key (bucket, id)
);
create index sale_refund_of_sale on sale_refund (bucket, sale_id);

-- What a customer shows at the till. Only a keyed hash is kept: reading this table opens no wallet.
create table member_code (
  bucket smallint not null check (bucket between 0 and 63),
  code_hash bytea not null,
  customer_id text collate "C" not null,
  expires_at timestamptz not null,
  used_for_sale_id text collate "C",
  primary key (bucket, code_hash)
);
create index member_code_of_customer on member_code (bucket, customer_id);

-- Who a customer is in the shop's own older books.
create table customer_reference (
  shop_id text collate "C" not null,
  reference text collate "C" not null,
  customer_id text collate "C" not null,
  primary key (shop_id, reference)
);

-- Return lines that were imported, so that importing a file again takes nothing back twice.
create table imported_return (
  shop_id text collate "C" not null,
  -- Invoice, product, quantity, price, and which of several equal lines.
  key text collate "C" not null,
  points bigint not null check (points >= 0),
  created_at timestamptz not null,
  primary key (shop_id, key)
);
