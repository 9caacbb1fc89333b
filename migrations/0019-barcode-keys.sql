-- An archived product gives its barcode free.
create unique index shop_product_barcode_key on shop_product (shop_id, barcode_key)
  where status = 'active';
alter table shop_product add check ((barcode is null) = (barcode_key is null));

-- Lengths of names count graphemes, which have up to ten characters each.
alter table merchant drop constraint merchant_name_check;
alter table merchant add constraint merchant_name_check
  check (name ~ '\S' and char_length(name) <= 600);
