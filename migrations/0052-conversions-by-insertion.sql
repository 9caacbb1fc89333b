-- A conversion is written once and changes nothing else of the exchange: a quote is used when there is
-- a conversion of it, and what a customer turned in at a shop on a day is the sum of the conversions.
-- Those of one customer and shop take turns on the customer's account, which the ledger locks.

-- The end of the shop's day on which it counts.
alter table conversion add column day_ends_at timestamptz;
update conversion c
set day_ends_at = ((c.at at time zone z.zone)::date + 1)::timestamp at time zone z.zone
from (
  select m.id, coalesce(m.time_zone,
    (select p.time_zone from policy_version p order by p.version desc limit 1), 'Asia/Shanghai') as zone
  from merchant m) z
where z.id = c.shop_id;
update conversion set day_ends_at = ((at at time zone 'Asia/Shanghai')::date + 1)::timestamp at time zone 'Asia/Shanghai'
where day_ends_at is null;
alter table conversion alter column day_ends_at set not null;

alter table conversion drop constraint conversion_pkey;
alter table conversion add primary key (bucket, customer_id, id);
alter table conversion rename constraint conversion_bucket_quote_id_key to conversion_of_quote;
drop index conversion_of_shop;
-- Ids are in the order of time, so this also finds the conversions since a moment.
create index conversion_of_shop on conversion (shop_id, id);
drop table conversion_day;

-- Quotes are deleted some days after they expired, used or not.
drop index conversion_quote_unused;
alter table conversion_quote drop column used_at;
create index conversion_quote_expiry on conversion_quote (bucket, expires_at);

-- The id of an account, as `accountId` of the ledger makes it: a UUIDv8 of SHA-256.
create function ledger_account_id(unit text, owner text, role text) returns uuid
immutable strict parallel safe language sql
return encode(set_byte(set_byte(substring(sha256(convert_to('account ' || unit || ' ' || owner || ' ' || role, 'UTF8')) for 16),
    6, get_byte(sha256(convert_to('account ' || unit || ' ' || owner || ' ' || role, 'UTF8')), 6) & 15 | 128),
    8, get_byte(sha256(convert_to('account ' || unit || ' ' || owner || ' ' || role, 'UTF8')), 8) & 63 | 128), 'hex')::uuid;
