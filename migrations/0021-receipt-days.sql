-- A shop whose tills begin to count anew every day has each number once a day. `infinity`: once for
-- good, which is what all numbers were until now.
alter table sale_receipt add column day date not null default 'infinity';
alter table sale_receipt drop constraint sale_receipt_pkey;
alter table sale_receipt add primary key (bucket, shop_id, receipt_number, day);
alter table sale_receipt alter column day drop default;
