-- The days in which goods may come back to the shop: until they are over, the points of a sale wait.
-- The mall has a default; a shop may have its own, or null for the mall's.
alter table policy_version add column sale_return_days integer not null default 0
  check (sale_return_days between 0 and 365);
alter table merchant add column return_days integer
  check (return_days between 0 and 365),
  add constraint merchant_return_days_of_shops check (kind = 'shop' or return_days is null);
