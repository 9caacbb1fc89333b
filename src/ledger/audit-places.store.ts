import { invariant } from "../kernel/invariant.ts";
import { floorOf, isTallied, keepsLots, type Role } from "./account.ts";
import {
  CHART,
  COMPOSITIONS,
  type Composition,
  type Leg,
  legSetsOf,
  type OwnerClass,
  type UnitClass,
} from "./chart.ts";
import { KINDS, type Kind } from "./posting.ts";
import { TALLY_ROWS } from "./tally.store.ts";

// The chart of accounts as the recount's SQL sees it: generated from `chart.ts`, which is its only
// source. What a posting touches becomes a set of bits, so that combining its entries is one `or`.

/** Each class of account has two bits, by number: one for points that leave it, one for those that come. */
type Place = {
  readonly unit: UnitClass;
  readonly owner: OwnerClass;
  readonly role: Role;
  readonly out: number;
  readonly in: number;
};

const PLACES: readonly Place[] = (Object.keys(CHART) as UnitClass[])
  .flatMap((unit) =>
    CHART[unit].flatMap(({ owner, roles }) => roles.map((role) => ({ unit, owner, role }))),
  )
  .map((place, index) => ({ ...place, out: 2 * index, in: 2 * index + 1 }));

/** Set where an account has no place in the chart. */
export const NO_PLACE = 62;
/** The first bit that no place has. */
export const AFTER_PLACES = 2 * PLACES.length;

export const bit = (number: number) => `(1::bigint << ${number})`;

const PLACE_ROWS = PLACES.map(
  ({ unit, owner, role, ...bits }) =>
    `('${unit}', '${owner}', '${role}', ${floorOf(role) ?? "null"}::bigint, ${keepsLots(role)}, ${isTallied(role)}, ${bit(bits.out)}, ${bit(bits.in)})`,
).join(",\n      ");

/** Kinds and what they may touch, as bits. A kind that is free in this is not among them. */
export const SIGNATURES: readonly { kind: Kind; bits: string }[] = KINDS.flatMap((kind) => {
  const composition: Composition = COMPOSITIONS[kind];
  if (typeof composition === "string") return [];
  return legSetsOf(composition).map((legs) => ({ kind, bits: bitsOf(legs) }));
});

/** They may touch anything within one unit. */
export const FREE_KINDS: readonly Kind[] = KINDS.filter(
  (kind) => typeof COMPOSITIONS[kind] === "string",
);

function bitsOf(legs: readonly Leg[]): string {
  return legs
    .flatMap(({ unit, from, to }) => [placeOf(unit, from).out, placeOf(unit, to).in])
    .map(bit)
    .join(" | ");
}

function placeOf(unit: UnitClass, role: Role): Place {
  const found = PLACES.find((place) => place.unit === unit && place.role === role);
  invariant(found, `${unit} has ${role}`);
  return found;
}

/**
 * Kinds of one transfer that leave no choice which places they touch, once pending shop points are
 * taken for available ones: no other of these kinds brings a customer shop points.
 */
const PLAIN_KINDS: readonly Kind[] = ["earn", "hold", "grant", "subsidise", "deposit"];

/** The bits of the two places that a posting of each plain kind touches. */
export const PLAIN_FORMS = PLAIN_KINDS.map((kind) => {
  const composition: Composition = COMPOSITIONS[kind];
  invariant(typeof composition !== "string", `${kind} has legs`);
  const forms = legSetsOf(composition).map((legs) =>
    legs.map(({ unit, from, to }) => ({ from: placeOf(unit, from).out, to: plainly(unit, to).in })),
  );
  const [form, ...others] = forms.flat();
  invariant(form && forms.length === others.length + 1, `${kind} is one transfer`);
  invariant(
    others.every(({ from, to }) => from === form.from && to === form.to),
    `${kind} has one form`,
  );
  return { kind, from: bit(form.from), to: bit(form.to) };
});

/** What comes to an account, pending or not: a bit of `PLAIN_FORMS`. */
export const PLAIN_IN = `case when in_bit = ${bit(placeOf("shop", "pending").in)}
        then ${bit(placeOf("shop", "available").in)} else in_bit end`;

function plainly(unit: UnitClass, role: Role): Place {
  return placeOf(unit, unit === "shop" && role === "pending" ? "available" : role);
}

/**
 * Accounts as the chart sees them. `offset 0`, or the planner would look up the chart for every entry
 * instead of every account.
 */
export function placedAccounts(source: string): string {
  return `
  place (unit_class, owner_class, role, usual_floor, keeps_lots, is_tallied, out_bit, in_bit) as (values
      ${PLACE_ROWS}),
  account as not materialized (
    select a.*, p.usual_floor, p.keeps_lots, coalesce(p.is_tallied, false) as is_tallied, p.out_bit, p.in_bit
    from (${source}) a
    left join place p on p.role = a.role
      and p.unit_class = case a.unit when 'mall' then 'mall' when 'money' then 'money' else 'shop' end
      and p.owner_class = case a.owner when 'mall' then 'house' when a.unit then 'itself' else 'other' end
    offset 0)`;
}

/** What is tallied, account by account; `condition` says of which buckets. */
export const tallied = (condition: string) => `
    select t.bucket, ledger_account_id(t.unit, t.owner, t.role) as id, t.unit, t.owner, t.role, t.amount
    from (
      select t.bucket, t.unit, case when t.unit in ('mall', 'money') then 'mall' else t.unit end as owner,
        t.role, sum(t.amount)::bigint as amount
      from ${TALLY_ROWS}
      where t.${condition} group by 1, 2, 3, 4 offset 0) t`;

/** Accounts with what is tallied added; those that stand only there, too. */
export const accountsWithTallies = (condition: string) => `
    select coalesce(a.bucket, t.bucket) as bucket, coalesce(a.id, t.id) as id,
      coalesce(a.unit, t.unit) as unit, coalesce(a.owner, t.owner) as owner,
      coalesce(a.role, t.role) as role, a.floor, coalesce(a.balance, 0) + coalesce(t.amount, 0) as balance,
      coalesce(a.version, 0) as version, a.last_posting, a.lots, a.lot_sources, a.next_expiry,
      a.next_maturity
    from (select * from ledger_account where ${condition}) a
    full join (${tallied(condition)}) t on t.bucket = a.bucket and t.id = a.id`;

/** What the row of an account says of its lots beside them: whole lists, and when the clock looks for it. */
export const WRONG_LOTS_IN_ROW = `(case when keeps_lots then
      coalesce(cardinality(lots) <> 5 * cardinality(lot_sources), true)
      or next_expiry is distinct from ledger_moment(lots[2])
      or next_maturity is distinct from case when role = 'pending' then (
        select min(ledger_moment(nullif(lots[5 * n], 0))) from generate_series(1, cardinality(lot_sources)) as n) end
    else lots is not null or lot_sources is not null
      or next_expiry is not null or next_maturity is not null end)`;

/** Accounts with the id that what they are makes, in bytes: making a uuid of them took a third more. */
export const NAMED_ACCOUNTS = `
  select *, set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128),
    8, get_byte(hash, 8) & 63 | 128) as hashed_id
  from (select *, substring(sha256(convert_to('account ' || unit || ' ' || owner || ' ' || role, 'UTF8'))
      for 16) as hash from account offset 0) a`;

/** Of one of `NAMED_ACCOUNTS`. */
export const WRONG_ACCOUNT =
  "(out_bit is null or floor is distinct from usual_floor or uuid_send(id) <> hashed_id)";

/** Of a posting: lists that do not fit each other. */
export const WRONG_POSTING_ROW = `(cardinality(accounts) <> cardinality(amounts)
    or cardinality(versions) > cardinality(accounts)
    or cardinality(versions) <> cardinality(balances)
    or cardinality(versions) <> cardinality(priors)
    or coalesce(cardinality(uses), 0) <> 5 * coalesce(cardinality(use_sources), 0)
    or 0 = any (amounts))`;
