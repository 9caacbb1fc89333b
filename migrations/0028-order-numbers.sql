-- The number of an order that people read to each other: eight characters of an alphabet without
-- 0, 1, I, L, O and U, the same for customer and seller.
alter table mall_order add column number text collate "C";

-- Orders from before: their place in time, scrambled by a factor that has no divisor in common with
-- 30^8, so that no two are equal and neighbours do not look alike.
with placed as (
  select bucket, id,
    ((row_number() over (order by id))::numeric * 13841287201 + 98765432101)
      % 656100000000 as scrambled
  from mall_order
)
update mall_order
set number = (
  select string_agg(
    substr('23456789ABCDEFGHJKMNPQRSTVWXYZ', (div(placed.scrambled, 30::numeric ^ place) % 30)::int + 1, 1),
    '' order by place desc
  )
  from generate_series(0, 7) as place
)
from placed
where mall_order.bucket = placed.bucket and mall_order.id = placed.id;

alter table mall_order alter column number set not null;
create unique index mall_order_number on mall_order (number);

-- Tries at the pick-up code of an order. A row of its own: a wrong try is counted although the
-- request that made it is refused and rolled back.
create table mall_pickup_attempt (
  order_id text collate "C" primary key,
  attempts integer not null check (attempts >= 1),
  counted_from timestamptz not null
);

-- Delivered orders that the job could not complete, and when it tries again. A completed order is no
-- longer looked for, so a row that stays behind says only what happened once.
create table mall_order_completion_failure (
  order_id text collate "C" primary key,
  failures integer not null check (failures >= 1),
  retry_at timestamptz not null
);
