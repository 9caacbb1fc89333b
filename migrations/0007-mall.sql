-- What the mall knows of a seller without asking: kept by the events of approval and suspension. The
-- row is also the lock on which "a product was added" and "the seller was approved" meet.
create table mall_seller (
  id text collate "C" primary key,
  is_approved boolean not null
);
create index mall_seller_shown on mall_seller (id) where is_approved;

create table mall_product (
  id text collate "C" primary key,
  seller_id text collate "C" not null references mall_seller (id),
  name text not null,
  description text not null,
  category text collate "C" not null,
  kind text collate "C" not null,
  points bigint not null check (points >= 1),
  -- The part in money, in fen, due on delivery.
  cash bigint not null check (cash >= 0),
  -- What can still be ordered; of vouchers, the number of unused codes.
  stock integer not null check (stock >= 0),
  -- How many were ordered and not cancelled.
  ordered integer not null default 0 check (ordered >= 0),
  pictures text[] not null check (cardinality(pictures) <= 9),
  status text collate "C" not null check (status in ('active', 'hidden')),
  seller_is_approved boolean not null,
  is_shown boolean not null generated always as (status = 'active' and seller_is_approved) stored,
  -- When it was first shown; stays when it is hidden again.
  listed_at timestamptz,
  created_at timestamptz not null,
  -- Lexemes are cut in TypeScript: no PostgreSQL dictionary knows Chinese.
  search_words tsvector not null
) with (fillfactor = 85);
create index mall_product_of_seller on mall_product (seller_id, id);
create index mall_product_shown_of_seller on mall_product (seller_id, id) where is_shown;
create index mall_product_newest on mall_product (id) where is_shown;
create index mall_product_by_points on mall_product (points, id) where is_shown;
create index mall_product_popular on mall_product (ordered, id) where is_shown;
create index mall_product_in_category on mall_product (category, id) where is_shown;
create index mall_product_search on mall_product using gin (search_words) where is_shown;

create table mall_voucher_code (
  product_id text collate "C" not null references mall_product (id),
  code text collate "C" not null,
  added_at timestamptz not null,
  -- Null while it can be sold.
  order_id text collate "C",
  line smallint,
  primary key (product_id, code)
);
create index mall_voucher_code_unused on mall_voucher_code (product_id, added_at, code)
  where order_id is null;
create index mall_voucher_code_of_order on mall_voucher_code (order_id, product_id, code)
  where order_id is not null;

create table mall_picture (
  id text collate "C" primary key,
  seller_id text collate "C" not null,
  content bytea not null,
  created_at timestamptz not null
);
-- WebP does not compress any further.
alter table mall_picture alter column content set storage external;

create table mall_address (
  bucket smallint not null check (bucket between 0 and 63),
  customer_id text collate "C" not null,
  id text collate "C" not null,
  recipient text not null,
  phone text not null,
  region text not null,
  street text not null,
  is_default boolean not null,
  primary key (bucket, customer_id, id)
);
create unique index mall_address_one_default on mall_address (bucket, customer_id)
  where is_default;

create table mall_order (
  bucket smallint not null check (bucket between 0 and 63),
  id text collate "C" not null,
  checkout_id text collate "C" not null,
  customer_id text collate "C" not null,
  seller_id text collate "C" not null,
  status text collate "C" not null check (
    status in ('placed', 'accepted', 'shipped', 'delivered', 'completed', 'cancelled')
  ),
  points bigint not null check (points >= 1),
  cash bigint not null check (cash >= 0),
  -- As it was when the order was placed: a later change of the address book does not reach it.
  address jsonb,
  carrier text,
  tracking_number text,
  pickup_code text collate "C",
  placed_at timestamptz not null,
  accepted_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  completed_at timestamptz,
  cancelled_at timestamptz,
  cancelled_by text collate "C" check (cancelled_by in ('customer', 'seller')),
  cancel_reason text,
  primary key (bucket, id),
  check ((status = 'completed') = (completed_at is not null)),
  check ((status = 'cancelled') = (cancelled_at is not null and cancelled_by is not null))
) with (fillfactor = 85);
-- Ids sort by time, so they are the order of both lists.
create index mall_order_of_customer on mall_order (bucket, customer_id, id);
create index mall_order_of_seller on mall_order (seller_id, id);
create index mall_order_of_seller_by_status on mall_order (seller_id, status, id);
create index mall_order_delivered on mall_order (delivered_at) where status = 'delivered';

create table mall_order_line (
  bucket smallint not null,
  order_id text collate "C" not null,
  line smallint not null check (line >= 0),
  product_id text collate "C" not null,
  -- As they were when the order was placed.
  name text not null,
  picture text,
  kind text collate "C" not null,
  quantity integer not null check (quantity between 1 and 999),
  -- Of the whole line.
  points bigint not null check (points >= 1),
  cash bigint not null check (cash >= 0),
  primary key (bucket, order_id, line)
);
