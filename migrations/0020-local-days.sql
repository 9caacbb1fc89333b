-- Days are local days: of a shop's time zone, or of the mall's. Until now they were days of UTC.

alter table policy_version
  add column time_zone text collate "C" not null default 'Asia/Shanghai',
  -- After a change of zone, conversions of days that had begun before count as long as the new zone's
  -- day of the change lasts: those of days not over at the one moment, until the other.
  add column time_zone_since timestamptz,
  add column time_zone_until timestamptz,
  add column grace_days integer not null default 14 check (grace_days between 1 and 365);

-- Null: as in the mall.
alter table merchant
  add column time_zone text collate "C",
  add column time_zone_since timestamptz,
  add column time_zone_until timestamptz,
  add column points_expire_days integer check (points_expire_days between 1 and 36500),
  add column receipt_numbers text collate "C" not null default 'once'
    check (receipt_numbers in ('once', 'daily')),
  -- Whether they ever were: then one number may be on several days.
  add column receipt_numbers_were_daily boolean not null default false,
  add constraint merchant_days_of_shops check (
    kind = 'shop'
    or (time_zone is null and points_expire_days is null and receipt_numbers = 'once')
  );

-- A lot expires at a moment, so that the ledger knows no zones and a later change of zone takes nothing
-- away. Lots were gone at the first moment in UTC of their day, which was that of the award in UTC and
-- the days of the policy. An award of the small hours in Shanghai is dated a day too early by that. So
-- every lot is good through the day after the one it had, in the mall's zone: at least as long as was
-- promised and as was shown.
alter table ledger_lot alter column expires_on type timestamptz
  using (expires_on + 2)::timestamp at time zone 'Asia/Shanghai';
alter table ledger_lot rename column expires_on to expires_at;
alter table ledger_lot_use alter column expires_on type timestamptz
  using (expires_on + 2)::timestamp at time zone 'Asia/Shanghai';
alter table ledger_lot_use rename column expires_on to expires_at;

alter table conversion_quote alter column mall_points_expire_on type timestamptz
  using (mall_points_expire_on + 2)::timestamp at time zone 'Asia/Shanghai';
alter table conversion_quote rename column mall_points_expire_on to mall_points_expire_at;

-- How much one customer turned in at one shop on one local day, named by the moment at which it ends.
-- Days that are over are of no use, and others are counted again from the conversions.
truncate conversion_day;
alter table conversion_day drop column day;
alter table conversion_day add column ends_at timestamptz not null;
alter table conversion_day add primary key (bucket, customer_id, shop_id, ends_at);
insert into conversion_day (bucket, customer_id, shop_id, ends_at, points_taken)
select bucket, customer_id, shop_id,
  ((at at time zone 'Asia/Shanghai')::date + 1)::timestamp at time zone 'Asia/Shanghai' as ends_at,
  sum(points_taken)
from conversion where at > now() - interval '2 days'
group by 1, 2, 3, 4;
