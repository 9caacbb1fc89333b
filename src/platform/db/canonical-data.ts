import { bucketOf } from "../../kernel/bucket.ts";
import { barcodeKey, canonicalBarcode } from "../../kernel/text/barcode.ts";
import { textOf } from "../../kernel/text/canonical.ts";
import { canonicalIdentifier } from "../../kernel/text/identifier.ts";
import { TEXT_KINDS, type TextKind } from "../../kernel/text/kinds.ts";
import type { Transaction } from "./database.ts";

/** Texts that several rows may share. `id` names a row to the operator. */
const SHARED: readonly { table: string; column: string; kind: TextKind; id: string }[] = [
  { table: "account", column: "display_name", kind: "name", id: "id" },
  { table: "passkey", column: "name", kind: "name", id: "id" },
  { table: "merchant", column: "name", kind: "name", id: "id" },
  { table: "merchant", column: "description", kind: "prose", id: "id" },
  { table: "api_key", column: "name", kind: "name", id: "id" },
  { table: "pool_deposit", column: "reference", kind: "identifier", id: "id" },
  { table: "shop_product", column: "name", kind: "name", id: "id" },
  { table: "shop_product", column: "category", kind: "identifier", id: "id" },
  { table: "reward_rule", column: "category", kind: "identifier", id: "id" },
  { table: "sale_line", column: "name", kind: "name", id: "sale_id || '/' || line" },
  { table: "mall_product", column: "name", kind: "name", id: "id" },
  { table: "mall_product", column: "description", kind: "prose", id: "id" },
  { table: "mall_product", column: "category", kind: "identifier", id: "id" },
  { table: "mall_order_line", column: "name", kind: "name", id: "order_id || '/' || line" },
  { table: "mall_address", column: "recipient", kind: "name", id: "id" },
  { table: "mall_address", column: "phone", kind: "name", id: "id" },
  { table: "mall_address", column: "region", kind: "name", id: "id" },
  { table: "mall_address", column: "street", kind: "name", id: "id" },
  { table: "incentive_programme", column: "name", kind: "name", id: "id" },
];

/** Texts that one row of `scope` may have. */
const UNIQUE: readonly {
  table: string;
  column: string;
  kind: TextKind;
  id: string;
  scope: string;
}[] = [
  { table: "account", column: "phone", kind: "phone", id: "id", scope: "''" },
  { table: "account", column: "email", kind: "email", id: "id", scope: "''" },
  {
    table: "mall_voucher_code",
    column: "code",
    kind: "identifier",
    id: "product_id || '/' || code",
    scope: "product_id",
  },
];

/** Printable ASCII with single spaces is its own form, except for logins and barcodes. */
const MAY_CHANGE = "!~ '^[!-~]+( [!-~]+)*$'";
/** Bounds what is in memory at once. */
const ROWS_PER_FETCH = 5_000;

/**
 * Brings the rows of the versions before to the canonical form of their kind. Where two rows would
 * become one, the row that has the form already, or else the oldest, has it; the others stay as they
 * are and are listed in `text_clash`. Nothing is deleted.
 */
export async function bringDataToCanonicalForm(sql: Transaction): Promise<void> {
  await sql.execute(
    `create temporary table canonical_form
       (old text collate "C" primary key, new text collate "C", key text collate "C")
     on commit drop`,
  );
  for (const it of SHARED) {
    await fillForms(sql, it, { filter: MAY_CHANGE, form: (text) => formOf(it.kind, text) });
    await reportFormless(sql, it);
    await sql.execute(
      `update ${it.table} t set ${it.column} = f.new from canonical_form f
       where t.${it.column} collate "C" = f.old and f.new <> f.old`,
    );
  }
  for (const it of UNIQUE) await changeUnique(sql, it);
  await changeBarcodes(sql);
  await changeReceiptNumbers(sql);
}

type Form = { readonly text: string | null; readonly key?: string };

function formOf(kind: TextKind, text: string): Form {
  return { text: textOf(TEXT_KINDS[kind](text)) };
}

/** Fills `canonical_form` with the distinct values of a column, and the form of each. */
async function fillForms(
  sql: Transaction,
  { table, column }: { table: string; column: string },
  { filter, form }: { filter: string; form: (text: string) => Form },
): Promise<void> {
  await sql.execute("truncate canonical_form");
  await sql.execute(
    `declare texts no scroll cursor for
     select distinct ${column} collate "C" as old from ${table}
     where ${column} collate "C" ${filter}`,
  );
  await eachFetch<{ old: string }>(sql, "texts", async (rows) => {
    const forms = rows.map(({ old }) => form(old));
    await sql.execute(
      "insert into canonical_form select * from unnest($1::text[], $2::text[], $3::text[])",
      [
        rows.map(({ old }) => old),
        forms.map(({ text }) => text),
        forms.map(({ key }) => key ?? null),
      ],
    );
  });
}

async function eachFetch<Row extends Record<string, unknown>>(
  sql: Transaction,
  cursor: string,
  handle: (rows: Row[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const rows = await sql.query<Row>(`fetch ${ROWS_PER_FETCH} from ${cursor}`);
    if (rows.length === 0) break;
    await handle(rows);
  }
  await sql.execute(`close ${cursor}`);
}

async function reportFormless(
  sql: Transaction,
  { table, column, id }: { table: string; column: string; id: string },
): Promise<void> {
  await sql.execute(
    `insert into text_clash (place, row_id, value)
     select '${table}.${column}', ${id}, t.${column} from ${table} t
     join canonical_form f on f.old = t.${column} collate "C" and f.new is null`,
  );
}

async function changeUnique(sql: Transaction, it: (typeof UNIQUE)[number]): Promise<void> {
  const { table, column, id, scope } = it;
  await fillForms(sql, it, { filter: "is not null", form: (text) => formOf(it.kind, text) });
  await reportFormless(sql, it);
  const ranked = `select ${id} as row_id, f.old, f.new, first_value(${id}) over (
      partition by ${scope}, f.new order by (f.old = f.new) desc, ${id}) as winner
    from ${table} t join canonical_form f on f.old = t.${column} where f.new is not null`;
  await sql.execute(
    `insert into text_clash (place, row_id, value, canonical, taken_by)
     select '${table}.${column}', row_id, old, new, winner from (${ranked}) r
     where row_id <> winner order by winner, row_id`,
  );
  await sql.execute(
    `update ${table} t set ${column} = r.new from (${ranked}) r
     where ${id} = r.row_id and r.row_id = r.winner and r.new <> r.old`,
  );
}

/** A product that loses its GTIN to another keeps its barcode as the key: no scanner finds it. */
async function changeBarcodes(sql: Transaction): Promise<void> {
  const it = { table: "shop_product", column: "barcode", id: "id" };
  await fillForms(sql, it, {
    filter: "is not null",
    form: (text) => {
      const shown = textOf(canonicalBarcode(text));
      return { text: shown, key: barcodeKey(shown ?? text) };
    },
  });
  await reportFormless(sql, it);
  await sql.execute(
    `update shop_product p set barcode_key = f.key from canonical_form f where p.barcode = f.old`,
  );
  await sql.execute(
    `with ranked as (
       select id, barcode_key, first_value(id) over (
         partition by shop_id, barcode_key order by (barcode = barcode_key) desc, id) as winner
       from shop_product where status = 'active' and barcode_key is not null),
     losers as (
       update shop_product p set barcode_key = p.barcode from ranked r
       where p.id = r.id and r.id <> r.winner
       returning p.id, p.barcode, r.barcode_key as canonical, r.winner)
     insert into text_clash (place, row_id, value, canonical, taken_by)
     select 'shop_product.barcode', id, barcode, canonical, winner from losers order by winner, id`,
  );
  await sql.execute(
    `update shop_product p set barcode = f.new from canonical_form f
     where p.barcode = f.old and f.new <> f.old and not exists (
       select from text_clash c where c.place = 'shop_product.barcode' and c.row_id = p.id)`,
  );
}

type ReceiptRow = {
  bucket: number;
  shopId: string;
  old: string;
  saleBucket: number;
  saleId: string;
};

/** The number decides the bucket of its row, so these move one by one, the oldest sale first. */
async function changeReceiptNumbers(sql: Transaction): Promise<void> {
  await sql.execute(
    `declare receipts no scroll cursor for
     select bucket, shop_id as "shopId", receipt_number as old, sale_bucket as "saleBucket",
       sale_id as "saleId"
     from sale_receipt where receipt_number ${MAY_CHANGE} order by shop_id, sale_id`,
  );
  await eachFetch<ReceiptRow>(sql, "receipts", async (rows) => {
    for (const row of rows) await changeReceiptNumber(sql, row);
  });
}

async function changeReceiptNumber(sql: Transaction, row: ReceiptRow): Promise<void> {
  const number = textOf(canonicalIdentifier(row.old));
  if (number === row.old) return;
  const place = number === null ? null : bucketOf(`${row.shopId} ${number}`);
  const [taken] = await sql.query<{ saleId: string }>(
    `select sale_id as "saleId" from sale_receipt
     where bucket = $1 and shop_id = $2 and receipt_number = $3`,
    [place, row.shopId, number],
  );
  if (number === null || taken) {
    await sql.execute(
      `insert into text_clash (place, row_id, value, canonical, taken_by)
       values ('sale.receipt_number', $1, $2, $3, $4)`,
      [row.saleId, row.old, number, taken?.saleId ?? null],
    );
    return;
  }
  await sql.execute(
    `update sale_receipt set bucket = $4, receipt_number = $5
     where bucket = $1 and shop_id = $2 and receipt_number = $3`,
    [row.bucket, row.shopId, row.old, place, number],
  );
  await sql.execute("update sale set receipt_number = $3 where bucket = $1 and id = $2", [
    row.saleBucket,
    row.saleId,
    number,
  ]);
}
