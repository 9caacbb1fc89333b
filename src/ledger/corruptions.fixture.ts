import { bucketOf } from "../kernel/bucket.ts";
import { accountId, MALL, postingId } from "./account.ts";
import { SHOP } from "./busy-ledger.fixture.ts";

// What somebody with access to the database could do to the books of `aDayOf`, a row at a time.

/** Whose postings the last checkpoint covers, and whose came later. */
export const BEFORE = "cus_before";
export const CUSTOMER = "cus_t";
const PARAMETERS = {
  bucket: bucketOf(CUSTOMER),
  available: accountId({ unit: SHOP, owner: CUSTOMER, role: "available" }),
  pending: accountId({ unit: SHOP, owner: CUSTOMER, role: "pending" }),
  mall: accountId({ unit: MALL, owner: CUSTOMER, role: "available" }),
  issue: accountId({ unit: SHOP, owner: SHOP, role: "issue" }),
  bucketBefore: bucketOf(BEFORE),
  availableBefore: accountId({ unit: SHOP, owner: BEFORE, role: "available" }),
  sale: postingId({ kind: "earn", reference: `sale_4_${CUSTOMER}` }),
  hold: postingId({ kind: "hold", reference: `ord_3_${CUSTOMER}` }),
  adjustment: postingId({ kind: "adjust", reference: `adj_${CUSTOMER}` }),
};

/** `:name` stands for one of the ids above. */
export function withIds(statement: string): string {
  return statement.replace(/:([a-z]\w*)/gi, (_, name: keyof typeof PARAMETERS) =>
    typeof PARAMETERS[name] === "number" ? `${PARAMETERS[name]}` : `'${PARAMETERS[name]}'`,
  );
}

/** `otherwise`: by what changed it is found too, under another name or in the totals. */
export type Corruption = [
  what: string,
  statement: string,
  check: string,
  seenBy: "both" | "full" | "otherwise",
];

export const ACCOUNT = "where bucket = :bucket and id = :available";
const POSTING = "where bucket = :bucket and id = :sale";
const LOTS = "where bucket = :bucket and account_id = :available";
const USES = "where bucket = :bucket and posting_id = :hold";
const ENTRY = "where bucket = :bucket and posting_id = :sale and account_id = :available";

/** By what changed, only that is found which was written after the last checkpoint. */
export const CORRUPTIONS: Corruption[] = [
  [
    "a balance",
    `update ledger_account set balance = balance + 1 ${ACCOUNT}`,
    "balance is the sum of its entries",
    "both",
  ],
  [
    "a version",
    `update ledger_account set version = version + 1 ${ACCOUNT}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "an owner",
    `update ledger_account set owner = 'cus_else' ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "a role",
    `update ledger_account set role = 'held' ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "a floor",
    `update ledger_account set floor = null ${ACCOUNT}`,
    "every account is in the chart, under its own id and floor",
    "both",
  ],
  [
    "an account of before that is gone",
    "delete from ledger_account where bucket = :bucketBefore and id = :availableBefore",
    "every entry has its account",
    "both",
  ],
  [
    "an account that is gone",
    `delete from ledger_account ${ACCOUNT}`,
    "every posting sums to zero in every unit",
    "both",
  ],
  [
    "an entry's amount",
    `update ledger_entry set amount = amount + 1 ${ENTRY}`,
    "every posting sums to zero in every unit",
    "both",
  ],
  [
    "an entry's version",
    `update ledger_entry set version = version + 100 ${ENTRY}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "a running balance",
    `update ledger_entry set balance_after = balance_after + 1 ${ENTRY}`,
    "balance after each entry follows from the one before",
    "both",
  ],
  [
    "a running balance that is wrong in the upper half",
    `update ledger_entry set balance_after = balance_after + 4294967296 ${ENTRY}`,
    "balance after each entry follows from the one before",
    "both",
  ],
  [
    "an entry that is gone",
    `delete from ledger_entry ${ENTRY}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "an entry of another posting",
    `update ledger_entry set posting_id = :hold ${ENTRY}`,
    "every posting has the transfers of its kind",
    "both",
  ],
  [
    "a posting that is gone",
    `delete from ledger_posting ${POSTING}`,
    "versions count entries without a gap",
    "both",
  ],
  [
    "a posting without entries",
    "insert into ledger_posting select bucket, gen_random_uuid(), kind, reference, null, digest, at, by, '{}', '{}', '{}', '{}', '{}' from ledger_posting where id = :sale",
    "every posting has entries and every entry a posting",
    "full",
  ],
  [
    "the posting before in an account's history",
    `update ledger_posting set priors[1] = :hold ${POSTING}`,
    "balance after each entry follows from the one before",
    "otherwise",
  ],
  [
    "the posting that moved an account last",
    `update ledger_account set last_posting = :sale ${ACCOUNT}`,
    "balance after each entry follows from the one before",
    "both",
  ],
  [
    "numbers of an entry that are missing",
    `update ledger_posting set balances = '{}' ${POSTING}`,
    "every posting's row is whole",
    "both",
  ],
  [
    "when lots are looked for to expire",
    `update ledger_account set next_expiry = next_expiry + interval '1 day' ${ACCOUNT}`,
    "an account's row knows its lots",
    "both",
  ],
  [
    "when pending points are looked for",
    "update ledger_account set next_maturity = null where bucket = :bucket and id = :pending",
    "an account's row knows its lots",
    "both",
  ],
  [
    "the order of an account's lots",
    "update ledger_account set lots = lots[6:10] || lots[1:5] || lots[11:], lot_sources = lot_sources[2:2] || lot_sources[1:1] || lot_sources[3:] where bucket = :bucket and id = :mall",
    "lots stand in the order in which they are spent",
    "both",
  ],
  [
    "a use's source",
    `update ledger_lot_use set source = :sale ${USES}`,
    "every use names its lot as its entry brought it",
    "full",
  ],
  [
    "a tally",
    "update ledger_tally set amounts[1] = amounts[1] + 1",
    "balance is the sum of its entries",
    "otherwise",
  ],
  [
    "a tally that is gone",
    "delete from ledger_tally where ctid = (select min(ctid) from ledger_tally)",
    "balance is the sum of its entries",
    "otherwise",
  ],
  [
    "a tallied account",
    "insert into ledger_account (bucket, id, unit, owner, role, balance) values (:bucket, :issue, 'shop_noodles', 'shop_noodles', 'issue', 7)",
    "balance is the sum of its entries",
    "otherwise",
  ],
  [
    "a posting's kind",
    `update ledger_posting set kind = 'grant' ${POSTING}`,
    "every posting has the transfers of its kind",
    "both",
  ],
  [
    "what a posting refers to",
    "update ledger_posting set refers_to = gen_random_uuid() where bucket = :bucket and id = :adjustment",
    "every posting refers to one that happened before",
    "both",
  ],
  [
    "a debt that no refund made",
    `update ledger_posting set kind = 'expire' where bucket = :bucket and reference = 'ref_1_${CUSTOMER}'`,
    "no account goes under its floor but by a refund of goods",
    "both",
  ],
  [
    "a lot's rest",
    `update ledger_lot set remaining = remaining - 1 ${LOTS}`,
    "lots are what can be spent",
    "both",
  ],
  [
    "a pending lot's rest",
    "update ledger_lot set remaining = remaining - 1 where bucket = :bucket and account_id = :pending",
    "lots are what can be spent",
    "both",
  ],
  ["a lot that is gone", `delete from ledger_lot ${LOTS}`, "lots are what can be spent", "both"],
  [
    "a lot's amount",
    `update ledger_lot set amount = amount + 1 ${LOTS}`,
    "every lot is one that its entry brought",
    "both",
  ],
  [
    "a lot's source",
    `update ledger_lot set posting_id = :hold ${LOTS}`,
    "every lot is one that its entry brought",
    "both",
  ],
  [
    "points moved from one lot to another",
    `with one as (select min(lot) as low, max(lot) as high from ledger_lot where bucket = :bucket and account_id = :mall)
     update ledger_lot set remaining = remaining + case lot when low then 1 else -1 end from one
     where bucket = :bucket and account_id = :mall and lot in (low, high)`,
    "what was brought is left, used or given back",
    "full",
  ],
  [
    "a lot's day",
    "update ledger_lot set expires_at = expires_at + interval '1 second' where bucket = :bucket and account_id = :mall",
    "what was brought is left, used or given back",
    "otherwise",
  ],
  [
    "a lot's use",
    `update ledger_lot_use set amount = amount + 1 ${USES}`,
    "what leaves an account leaves its lots",
    "both",
  ],
  [
    "a lot's use that is gone",
    `delete from ledger_lot_use ${USES}`,
    "what leaves an account leaves its lots",
    "both",
  ],
  [
    "points that two entries forget",
    `update ledger_entry set amount = amount + sign(amount) where bucket = :bucket and posting_id = :sale`,
    "balance is the sum of its entries",
    "both",
  ],
  [
    "money between two slices",
    "update ledger_account set role = 'transit' where bucket = :bucket and unit = 'money' and role = 'pool'",
    "no money stays between two slices of a pool",
    "both",
  ],
];
