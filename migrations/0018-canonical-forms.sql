-- Text from outside has one canonical form (docs/decisions/0017-canonical-forms.md). SQL knows neither
-- check digits nor UTS 46, so the rows are brought to it by src/platform/db/canonical-data.ts, in the
-- transaction of this migration.
-- Breaks servers of the version before: they add products without a key.

-- What is not in its canonical form, because another row has that form, or because there is none.
-- The rows stay as they are; the operator decides. `tongdui migrate` prints them.
create table text_clash (
  id bigint generated always as identity primary key,
  found_at timestamptz not null default now(),
  -- `table.column`
  place text collate "C" not null,
  row_id text collate "C" not null,
  value text not null,
  -- Null when the value has none.
  canonical text,
  -- The row that has the canonical form.
  taken_by text collate "C"
);

-- What barcodes are compared by: a GTIN at 14 digits.
alter table shop_product add column barcode_key text collate "C";
drop index shop_product_barcode;
