-- A sale in one row, in the bucket of its number: the row is also what makes the number happen once.
-- Until now number, sale and lines were three tables, and a sale lay in its customer's bucket.

create table sale_0051 (
  bucket smallint not null check (bucket between 0 and 63),
  id text collate "C" not null,
  shop_id text collate "C" not null,
  receipt_number text collate "C" not null,
  -- The day with which the number is unique; `infinity` where it is unique by itself.
  receipt_day date not null,
  -- A hash of the request: tells the same sale posted again from another under a used number.
  fingerprint bytea not null,
  customer_id text collate "C",
  sold_at timestamptz not null,
  created_at timestamptz not null,
  created_by text collate "C" not null,
  amount bigint not null check (amount >= 0),
  points bigint not null check (points >= 0),
  refunded_points bigint not null default 0,
  -- Whether the lines of one product counted together when the sale earned.
  counts_together boolean not null,
  -- The rules that counted for its lines, by id: kind and parameters as they were.
  rules jsonb not null,
  -- By position, from 0: [{ productId, name, quantity, unitPrice, points, ruleIds }], with the product's
  -- name on the day of the sale and all rules that competed for the line.
  lines jsonb not null,
  -- How many of each line came back; null while nothing has.
  refunded_quantities integer[],
  -- The first answer, for whoever posts the receipt again.
  answer text not null,
  check (refunded_points between 0 and points),
  check (customer_id is not null or points = 0)
);

insert into sale_0051
select r.bucket, s.id, s.shop_id, s.receipt_number, r.day, r.fingerprint, s.customer_id, s.sold_at,
  s.created_at, s.created_by, s.amount, s.points, s.refunded_points, s.counts_together, s.rules,
  coalesce(l.lines, '[]'), l.refunded_quantities, s.answer
from sale s
join sale_receipt r on r.sale_bucket = s.bucket and r.sale_id = s.id
left join (
  select bucket, sale_id,
    jsonb_agg(jsonb_build_object('productId', product_id, 'name', name, 'quantity', quantity,
      'unitPrice', unit_price, 'points', points, 'ruleIds', rule_ids) order by line) as lines,
    case when sum(refunded_quantity) > 0 then array_agg(refunded_quantity order by line) end
      as refunded_quantities
  from sale_line group by bucket, sale_id) l on l.bucket = s.bucket and l.sale_id = s.id;

do $$
begin
  if (select count(*) from sale_0051) <> (select count(*) from sale)
    or (select count(*) from sale) <> (select count(*) from sale_receipt) then
    raise exception 'every sale must have one number: % sales, % numbers',
      (select count(*) from sale), (select count(*) from sale_receipt);
  end if;
end $$;

update sale_refund r set bucket = n.bucket
from sale s join sale_receipt n on n.sale_bucket = s.bucket and n.sale_id = s.id
where r.bucket = s.bucket and r.sale_id = s.id and n.bucket <> s.bucket;

drop table sale_line;
drop table sale_receipt;
drop table sale;
alter table sale_0051 rename to sale;
alter table sale add primary key (bucket, id);
alter table sale add constraint sale_number unique (bucket, shop_id, receipt_number, receipt_day);
alter table sale set (fillfactor = 95);
-- Ids are in the order of time, so this also finds the sales since a moment.
create index sale_of_shop on sale (shop_id, id);
create index sale_of_customer on sale (shop_id, customer_id, id) where customer_id is not null;

-- The lines as rows, for those who ask.
create view sale_line as
select s.bucket, s.id as sale_id, (n - 1)::integer as line, l.value ->> 'productId' as product_id,
  l.value ->> 'name' as name, (l.value ->> 'quantity')::integer as quantity,
  coalesce(s.refunded_quantities[n], 0) as refunded_quantity,
  (l.value ->> 'unitPrice')::bigint as unit_price, (l.value ->> 'points')::bigint as points,
  array(select jsonb_array_elements_text(l.value -> 'ruleIds')) as rule_ids
from sale s cross join lateral jsonb_array_elements(s.lines) with ordinality as l (value, n);

-- An answer that is kept with what it tells of has its name here instead of its text.
alter table idempotency_record add column kept_as text collate "C";
alter table idempotency_record add check (answer is null or kept_as is null);
