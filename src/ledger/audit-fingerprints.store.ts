import { invariant } from "../kernel/invariant.ts";
import type { Sql } from "../platform/db/database.ts";
import {
  AFTER_PLACES,
  bit,
  FREE_KINDS,
  NAMED_ACCOUNTS,
  PLAIN_FORMS,
  PLAIN_IN,
  SIGNATURES,
  WRONG_ACCOUNT,
  WRONG_LOTS_IN_ROW,
  WRONG_POSTING_ROW,
} from "./audit-places.store.ts";
import { type Extent, givenBack, RETURNED } from "./audit-questions.store.ts";
import { KINDS, type Kind } from "./posting.ts";

// Whether buckets are right, without asking of every account, posting and lot by itself.
//
// Nearly all that must hold is that two lists say the same: every balance that an entry leaves is the
// one that the next entry finds, every lot is one that an entry brought. Two lists are compared without
// sorting or grouping either: each row becomes a number that nobody can foresee, added for the one list
// and subtracted for the other, and the sum must be zero (M. Blum, W. Evans, P. Gemmell, S. Kannan,
// M. Naor, Checking the correctness of memories, 1991). Where amounts must add up, each is multiplied
// by the number of what it belongs to, and the products must sum to zero modulo a prime that nobody can
// foresee either (J. Schwartz 1980, R. Zippel 1979; R. Karp, M. Rabin 1987). So every table is read
// once, in whatever order it lies.
//
// Seeds and primes are drawn for every recount. Were PostgreSQL's hashes as good as random, lists that
// differ would pass once in 2^60; sums that differ pass both primes once in 2^60, too, and once in 2^48
// if somebody has chosen the difference so that it has large prime factors.
//
// What has alternatives is no such equality: that a posting does not mix the forms that its kind may
// have is a question of disjoint sets, for which no small fingerprint exists (A. Razborov, 1992). So
// postings of kinds with a choice are brought together by their ids, and so are the uses of lots; what
// was counted of them as if they left no choice is taken off again.

/** What nobody can foresee, so that nobody can write rows that cancel. */
export type Secrets = {
  /** For balances, places, lots, accounts and units. */
  readonly seeds: readonly [bigint, bigint, bigint, bigint, bigint];
  /** Of `PRIME_BITS` bits. */
  readonly primes: readonly [bigint, bigint];
};

/** So many that the sum of two products of remainders is no overflow. */
export const PRIME_BITS = 31;

const seed = { balances: "$3", places: "$4", lots: "$5", accounts: "$6", units: "$7" } as const;
const primes = ["$8", "$9"] as const;
const of = (parameter: string) => `${parameter}::bigint`;

const LOW_31_BITS = 2_147_483_647;

/** PostgreSQL folds the two halves of a bigint before it mixes them, so the upper half joins the seed. */
const hashOf = (value: string, seededBy: string) =>
  `hashint8extended(${value}, ${seededBy} # (${value} & -4294967296))`;

/** Numbers to be added up as they are, so small that four of one row are no overflow. */
const added = (hash: string) => `(${hash} >> 3)`;

/** An account at one version with one balance, after one posting: where two entries meet. */
const joint = (account: string, version: string, balance: string, posting: string) => {
  const at = `uuid_hash_extended(${account}, ${hashOf(balance, of(seed.balances))} # (${version}))`;
  return added(`coalesce(uuid_hash_extended(${posting}, ${at}), ${at})`);
};

/** A posting touches a place. */
const touch = (posting: string, place: string) =>
  added(`uuid_hash_extended(${posting}, ${of(seed.places)} # (${place}))`);

/** A posting brought an amount to a lot, which is told by its weight. */
const source = (posting: string, amount: string, lot: string) =>
  added(`uuid_hash_extended(${posting}, ${hashOf(amount, lot)})`);

// Weights of amounts. A lot is named by the version of the entry that brought it.
const ofLot = (account: string, lot: string) =>
  `uuid_hash_extended(${account}, ${of(seed.lots)} # ${lot})`;
const ofAccount = (account: string) => `uuid_hash_extended(${account}, ${of(seed.accounts)})`;
const ofUnit = (unit: string) => `hashtextextended(${unit}, ${of(seed.units)})`;
const inPosting = (posting: string, weight: string) => `uuid_hash_extended(${posting}, ${weight})`;

/** Amounts by weight: modulo one prime by the lower half of it, modulo the other by the upper. */
const sums = (...products: [amount: string, weight: string][]) =>
  primes
    .map((prime, index) => {
      const half = (weight: string) =>
        index === 0 ? `(${weight} & ${LOW_31_BITS})` : `(${weight} >> 32 & ${LOW_31_BITS})`;
      const row = products.map(([amount, weight]) => `${amount} % ${of(prime)} * ${half(weight)}`);
      return `coalesce(sum(${row.join(" + ")}), 0) as sum${index + 1}`;
    })
    .join(",\n  ");
const NO_SUMS = "0::numeric as sum1, 0::numeric as sum2";

/**
 * From its first balance to its last an account has a chain of entries. One that is tallied has the sum of
 * what was posted on it.
 */
const ACCOUNTS = `
select bucket, ${sums(["case when is_tallied then -balance else 0 end", "weight"])},
  sum(case when is_tallied then 0 else
    ${joint("id", "0", "0::bigint", "null::uuid")} - ${joint("id", "version", "balance", "last_posting")} end) as number,
  (count(*) filter (where ${WRONG_ACCOUNT} or ${WRONG_LOTS_IN_ROW}))::int as wrong
from (select *, ${ofAccount("id")} as weight from (${NAMED_ACCOUNTS} offset 0) a offset 0) a
group by bucket`;

/**
 * The first amount of an entry must be balanced within its posting and unit. The second is what it takes
 * from lots, which its posting uses, or what it brings to one; that is also a source. Of a tallied account
 * it is what it adds to the account.
 */
const ENTRIES = `
select bucket, ${sums(["amount", "weight"], ["of_other", "other_weight"])},
  sum(number - case when of_other < 0 and version is not null
    then ${source("posting_id", "of_other", "other_weight")} else 0 end) as number,
  (count(*) filter (where is_wrong))::int as wrong
from (
  select e.bucket, e.posting_id, e.version,
    coalesce(${joint("e.account_id", "e.version", "e.balance_after", "e.posting_id")}
      - ${joint("e.account_id", "e.version - 1", "(e.balance_after - e.amount)", "e.prior")}, 0)
      + ${touch("e.posting_id", "coalesce(case when e.amount < 0 then a.out_bit else a.plain_in end, 0)")}
      as number,
    e.amount, ${inPosting("e.posting_id", "a.unit_weight")} as weight,
    case when a.keeps_lots then
      case when e.amount < 0 then greatest(least(-e.amount, e.balance_after - e.amount), 0)
        else -greatest(least(e.amount, e.balance_after), 0) end
      when e.version is null then e.amount
      else 0 end as of_other,
    case when a.keeps_lots then
      case when e.amount < 0 then ${inPosting("e.posting_id", ofAccount("e.account_id"))}
        else ${ofLot("e.account_id", "e.version")} end
      when e.version is null then ${ofAccount("e.account_id")}
      else 0 end as other_weight,
    (e.amount < 0 and e.balance_after < 0 and a.usual_floor is not null)
      or (e.version is null) <> coalesce(a.is_tallied, true) as is_wrong
  from entry e
  left join (
    select bucket, id, usual_floor, keeps_lots, is_tallied, out_bit, ${PLAIN_IN} as plain_in,
      ${ofUnit("unit")} as unit_weight
    from account offset 0) a on a.bucket = e.bucket and a.id = e.account_id
  offset 0) e
group by bucket`;

/** As if every posting were of a plain kind, or none; how many are not is asked of again. */
const POSTINGS = `
select bucket, coalesce(sum(number), 0) as number, ${NO_SUMS},
  (count(*) filter (where is_broken))::int as wrong, (count(*) - count(number))::int as choosing, count(refers_to)::int as referring
from (
  select bucket, refers_to, ${WRONG_POSTING_ROW} as is_broken, case kind
      ${PLAIN_FORMS.map(({ kind, from, to }) => `when '${kind}' then -${touch("id", from)} - ${touch("id", to)}`).join("\n      ")}
      end as number
  from posting offset 0) p
group by bucket`;

function plainKinds(): string {
  return `array[${PLAIN_FORMS.map(({ kind }) => `'${kind}'`).join(", ")}]`;
}

/**
 * What is left of a lot is of what was brought to it. That all lots of an account are what it has then
 * follows: both are what came, less what was used, if only what comes back goes to lots of its account.
 */
const LOTS = `
select bucket, ${sums(["remaining", "weight"])},
  sum(${source("posting_id", "-amount", "weight")}) as number,
  (count(*) filter (where not in_order))::int as wrong
from (select *, ${ofLot("account_id", "lot")} as weight from lot offset 0) l
group by bucket`;

/** What is used of a lot left an account, and is of what was brought to the lot. */
const USES = `
select bucket, 0::numeric as number, ${sums(["amount", "lot_weight"], ["-amount", "weight"])},
  0 as wrong, count(*)::int as using
from (
  select bucket, amount, ${ofLot("account_id", "lot")} as lot_weight,
    ${inPosting("posting_id", ofAccount("account_id"))} as weight
  from use offset 0) u
group by bucket`;

// Bits of a posting beside those of the places it touches.
const KIND_BITS = `case kind
      ${KINDS.map((kind, index) => `when '${kind}' then ${bit(AFTER_PLACES + index)}`).join(" ")}
      else ${bit(AFTER_PLACES + KINDS.length)} end`;
const bitOf = (kind: Kind) => bit(AFTER_PLACES + KINDS.indexOf(kind));

/**
 * Hashes combined by `or` that can be told apart from one hash: beside 31 bits is their complement, so
 * of two values some bit is set in both.
 */
const toCompare = (hash: string) => `((${hash} & ${LOW_31_BITS}) + 1) * 4294967295`;
const IS_ONE_UNIT = "(units >> 32 & units & 4294967295) = 0";

const IS_ONE_OF_ITS_FORMS = `(bits = any (array[
      ${SIGNATURES.map(({ kind, bits }) => `${bitOf(kind)} | ${bits}`).join(",\n      ")}])
    ${FREE_KINDS.map((kind) => `or (bits > ${bitOf(kind)} and bits < ${bitOf(kind)} << 1 and ${IS_ONE_UNIT})`).join(" ")})`;

/** Postings of the other kinds, each with all its entries, which were counted as if it were plain. */
const CHOOSING = `
select bucket, -sum(number) as number, ${NO_SUMS},
  ((count(*) filter (where not ${IS_ONE_OF_ITS_FORMS})) - coalesce(sum(allowed), 0))::int as wrong
from (
  select bucket, id, bit_or(bits) as bits, bit_or(units) as units, sum(number) as number,
    count(*) filter (where may_go_under_floor) as allowed
  from (
    select p.bucket, p.id,
      p.kind_bit | case when e.amount < 0 then a.out_bit else a.in_bit end as bits, a.units,
      ${touch("p.id", "coalesce(case when e.amount < 0 then a.out_bit else a.plain_in end, 0)")} as number,
      p.kind_bit = ${bitOf("claw_back")} and e.amount < 0 and e.balance_after < 0
        and a.usual_floor is not null as may_go_under_floor
    from entry e
    join (
      select bucket, id, ${KIND_BITS} as kind_bit from posting
      where kind <> all (${plainKinds()}) offset 0) p on p.bucket = e.bucket and p.id = e.posting_id
    left join (
      select bucket, id, usual_floor, out_bit, in_bit, ${PLAIN_IN} as plain_in,
        ${toCompare(ofUnit("unit"))} as units
      from account offset 0) a on a.bucket = e.bucket and a.id = e.account_id
    union all
    select bucket, id, ${KIND_BITS}, null, 0, false from posting
    where kind <> all (${plainKinds()})) touched
  group by bucket, id) p
group by bucket`;

const REFERRING = `
select bucket, 0::numeric as number, ${NO_SUMS}, count(*)::int as wrong
from posting p
where refers_to is not null
  and not exists (select from posting r where r.bucket = p.bucket and r.id = p.refers_to)
group by bucket`;

/**
 * Lots that were used must keep their moment of expiry, and each use knows what brought them; those that
 * are gone are no longer beside their sources.
 */
const USED_LOTS = `
select bucket, ${NO_SUMS},
  coalesce(sum(${source("posting_id", "-amount", "weight")}) filter (where is_gone), 0) as number,
  (count(*) filter (where not one_end or posting_id is null
    or posting_id <> first_source or posting_id <> last_source
    or amount <> first_amount or amount <> last_amount))::int as wrong
from (
  select u.bucket, u.is_gone, u.one_end, u.first_source, u.last_source, u.first_amount, u.last_amount,
    e.posting_id, least(e.amount, e.balance_after) as amount,
    ${ofLot("u.account_id", "u.lot")} as weight
  from (
    select u.bucket, u.account_id, u.lot, u.first_source, u.last_source, u.first_amount, u.last_amount,
      l.lot is null as is_gone,
      u.first_end = u.last_end and coalesce(l.expires_at = u.last_end, true) as one_end
    from (
      select bucket, account_id, lot, min(expires_at) as first_end, max(expires_at) as last_end,
        min(source::text)::uuid as first_source, max(source::text)::uuid as last_source,
        min(lot_amount) as first_amount, max(lot_amount) as last_amount
      from use group by 1, 2, 3) u
    left join lot l on l.bucket = u.bucket and l.account_id = u.account_id and l.lot = u.lot) u
  left join (select * from entry where amount > 0 and balance_after > 0) e
    on e.bucket = u.bucket and e.account_id = u.account_id and e.version = u.lot
  offset 0) u
group by bucket`;

/** What orders gave back opened no lots: all of it went to lots of the same account. */
const RETURNING = `
select bucket, ${sums(["amount", "lot_weight"], ["amount", "weight"])}, 0 as wrong,
  sum(case when amount > 0 then ${source("posting_id", "-amount", "lot_weight")} else 0 end) as number
from (
  select bucket, posting_id, amount, ${ofLot("account_id", "lot")} as lot_weight,
    ${ofAccount("account_id")} as weight
  from (
    with returned as materialized (${RETURNED})
    select bucket, posting_id, account_id, version as lot, least(amount, balance_after) as amount
    from returned where balance_after > 0
    union all
    select bucket, null, account_id, lot, -amount::bigint
    from (${givenBack("select * from returned")}) given_back) moved
  offset 0) r
group by bucket`;

/** What the rows of a bucket in one table come to, and how many there are that want another question. */
type Terms = {
  readonly bucket: number;
  readonly number: bigint;
  readonly sum1: bigint;
  readonly sum2: bigint;
  readonly wrong: number;
  readonly choosing?: number;
  readonly referring?: number;
  readonly using?: number;
};

/** Those of these whole buckets in which something is wrong, whatever it is. */
export async function findWrongBuckets(
  sql: Sql,
  extent: Extent,
  secrets: Secrets,
): Promise<number[]> {
  const terms: Terms[] = [];
  for (const question of [ACCOUNTS, ENTRIES, POSTINGS, LOTS, USES]) {
    terms.push(...(await count(sql, extent, secrets, question)));
  }
  const has = (hint: "choosing" | "referring" | "using") =>
    terms.some((row) => (row[hint] ?? 0) > 0);
  const furtherQuestions = [
    ...(has("choosing") ? [CHOOSING, RETURNING] : []),
    ...(has("referring") ? [REFERRING] : []),
    ...(has("using") ? [USED_LOTS] : []),
  ];
  for (const question of furtherQuestions) {
    terms.push(...(await count(sql, extent, secrets, question)));
  }
  return addUp(sql, terms, secrets);
}

/** Every statement names all secrets, whether it needs them or not: PostgreSQL must know their types. */
const DRAWN = `drawn as (select ${[...Object.values(seed), ...primes].map(of).join(", ")})`;

function count(
  sql: Sql,
  { relations, parameters }: Extent,
  secrets: Secrets,
  question: string,
): Promise<Terms[]> {
  invariant(parameters.length === 2, "the secrets come third");
  return sql.query<Terms>(`with ${DRAWN}, ${relations} ${question}`, [
    ...parameters,
    ...secrets.seeds,
    ...secrets.primes,
  ]);
}

async function addUp(
  sql: Sql,
  terms: readonly Terms[],
  { primes: moduli }: Secrets,
): Promise<number[]> {
  const rows = await sql.query<{ bucket: number }>(
    `select bucket
     from unnest($1::smallint[], $2::numeric[], $3::numeric[], $4::numeric[], $5::integer[])
       as term (bucket, number, sum1, sum2, wrong)
     group by bucket
     having sum(number) <> 0 or sum(sum1) % $6::numeric <> 0 or sum(sum2) % $7::numeric <> 0
       or sum(wrong) <> 0
     order by bucket`,
    [
      terms.map(({ bucket }) => bucket),
      terms.map(({ number }) => number),
      terms.map(({ sum1 }) => sum1),
      terms.map(({ sum2 }) => sum2),
      terms.map(({ wrong }) => wrong),
      ...moduli,
    ],
  );
  return rows.map(({ bucket }) => bucket);
}
