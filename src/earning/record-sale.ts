import type { Day } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { ZERO } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { type Balance, type Holdings, postAllWithin, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { SaleAnswer } from "./contract.ts";
import { findPosted, type PostedReceipt, receiptDay } from "./decide-receipt.ts";
import {
  decideForm,
  decideOpen,
  decideSale,
  type SaleCommand,
  type SalePlan,
  type SaleRefusal,
  soldAtOf,
} from "./decide-sale.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { type CodePlace, codeName, markCodesUsed } from "./member-code.store.ts";
import type { Context } from "./needs.ts";
import { type BalanceAnswer, balancesAfter } from "./read-balances.ts";
import { type FactsOfSales, readSaleFacts } from "./read-sale-facts.ts";
import { insertSales, receiptBucket, receiptName, type SalePlace } from "./sale.store.ts";
import { describeSale, rowOf } from "./sale-answer.ts";

/**
 * `repeated`: the receipt was there, the answer is the first one and nothing moved now. `text` is the
 * answer as JSON, as it is kept.
 */
export type RecordedSale = {
  readonly repeated: boolean;
  readonly answer: SaleAnswer;
  readonly text: string;
};

/** A command with all that it says by itself. */
type AskedSale = {
  readonly command: SaleCommand;
  readonly place: SalePlace;
  readonly fingerprint: Buffer;
};
/** A sale that will be recorded, unless the ledger refuses its points. */
type Accepted = AskedSale & {
  readonly plan: SalePlan;
  readonly code: CodePlace | undefined;
  readonly numbered: Numbered;
};
/** The answer is a sale's own, or that of the receipt that came before. */
type Decided = Accepted | { readonly repeats: Answered };
type Answered = Pick<RecordedSale, "answer" | "text">;
type Outcome = Result<RecordedSale, SaleRefusal>;
/** What the commands before these have recorded: receipts by name, and the codes they used. */
type Recorded = {
  readonly receipts: Map<string, Answered & { readonly fingerprint: Buffer }>;
  readonly codes: Set<string>;
};

/**
 * Records sales and awards their points, exactly as if they came one after another, in a few
 * statements for all. Each stands by itself and happens once per receipt number: the same request
 * again gets the first answer, another one under the number is refused. A sale freezes the rules that
 * competed for its lines. Refusals in order: see `SaleRefusal`; the ledger has the last word on
 * `amount_out_of_range`.
 *
 * Two transactions may use one number at the same moment: the second fails on it (23505), is run
 * again by `Database` and finds it used.
 */
export async function recordSales(
  context: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
  facts: FactsOfSales,
): Promise<Outcome[]> {
  const asked = commands.map((command) => askedSale(context, command));
  const recorded: Recorded = { receipts: new Map(), codes: new Set() };
  const outcomes: Outcome[] = [];
  // One round for all of them, unless one hangs on whether the ledger refuses an earlier one.
  while (outcomes.length < asked.length) {
    const decided = decideInOrder(asked.slice(outcomes.length), facts, recorded);
    const holdings = outcomes.length === 0 ? facts.holdings : null;
    outcomes.push(...(await carryOut(sql, { decided, facts, recorded, holdings })));
  }
  return outcomes;
}

/** One sale; see `recordSales`. */
export async function recordSale(
  context: Context,
  sql: Transaction,
  command: SaleCommand,
): Promise<Outcome> {
  const facts = await readSaleFacts(context, sql, [command]);
  const [recorded] = await recordSales(context, sql, [command], facts);
  invariant(recorded, "one sale has one result");
  return recorded;
}

function askedSale({ deps }: Context, command: SaleCommand): AskedSale {
  const id = deps.ids.next("sale");
  const bucket = receiptBucket({
    shopId: command.shopId,
    receiptNumber: command.sale.receiptNumber,
  });
  return { command, place: { bucket, id }, fingerprint: fingerprintOf(command.sale) };
}

/**
 * Each sees what those before it have used up: receipt numbers and member codes. Ends before the first
 * that wants what another of these is about to use.
 */
function decideInOrder(
  asked: readonly AskedSale[],
  facts: FactsOfSales,
  recorded: Recorded,
): Result<Decided, SaleRefusal>[] {
  const numbers = new Set<string>();
  const codes = new Set<string>();
  const decisions: Result<Decided, SaleRefusal>[] = [];
  for (const one of asked) {
    const numbered = numberOf(one, facts);
    const code = facts.codeOf(one.command.sale);
    if (numbers.has(numbered.name) || (code && codes.has(codeName(code)))) break;
    const decision = decideOne(one, { facts, recorded, numbered, code });
    decisions.push(decision);
    if (!decision.ok || "repeats" in decision.value) continue;
    numbers.add(numbered.name);
    if (code) codes.add(codeName(code));
  }
  return decisions;
}

function decideOne(
  one: AskedSale,
  of: {
    facts: FactsOfSales;
    recorded: Recorded;
    numbered: Numbered;
    code: CodePlace | undefined;
  },
): Result<Decided, SaleRefusal> {
  const { facts, recorded, numbered, code } = of;
  const before = recorded.receipts.get(numbered.name) ?? numbered.posted;
  if (before?.fingerprint.equals(one.fingerprint)) {
    const standing = decideRepeat(one, facts);
    return standing.ok ? ok({ repeats: firstAnswer(before) }) : standing;
  }
  const isCodeFree = code === undefined || !recorded.codes.has(codeName(code));
  const decided = decideSale(one.command, {
    ...facts.of(one.command),
    isNumberReused: before !== null,
    customerId: isCodeFree ? facts.customerOf(one.command.sale) : null,
  });
  if (!decided.ok) return decided;
  const { command, place, fingerprint } = one;
  return ok({ command, place, fingerprint, plan: decided.value, code, numbered });
}

/** A repeat moves nothing, but a shop that may not sell gets no answer either. */
function decideRepeat({ command }: AskedSale, facts: FactsOfSales) {
  const { sale, language } = command;
  const form = decideForm(sale, { now: facts.now, language });
  return form.ok ? decideOpen(facts.of(command).shop.status) : form;
}

/** Under what a sale's number counts, on which day, and what stands there already. */
type Numbered = {
  readonly name: string;
  readonly day: Day | null;
  readonly posted: PostedReceipt | null;
};

function numberOf({ command, fingerprint }: AskedSale, facts: FactsOfSales): Numbered {
  const { shopId, sale } = command;
  const rules = facts.numbersOf(command);
  const saidAt = soldAtOf(sale);
  const numbered = { soldAt: saidAt ?? facts.now, saysWhen: saidAt !== null, fingerprint };
  const number = receiptName({ shopId, receiptNumber: sale.receiptNumber });
  const day = receiptDay(rules, numbered.soldAt);
  const posted = findPosted(facts.receipts.get(number) ?? [], numbered, rules);
  return { name: `${number} ${day ?? ""}`, day, posted };
}

/** Awards and writes what was accepted, and answers everything that was decided. */
async function carryOut(
  sql: Transaction,
  of: {
    decided: readonly Result<Decided, SaleRefusal>[];
    facts: FactsOfSales;
    recorded: Recorded;
    /** As they stand; a later round reads what the one before left. */
    holdings: Holdings | null;
  },
): Promise<Outcome[]> {
  const { decided, facts, recorded } = of;
  const accepted = decided.flatMap((one) => (one.ok && "plan" in one.value ? [one.value] : []));
  const awards = await award(sql, accepted, { now: facts.now, holdings: of.holdings });
  // From here it succeeds.
  const answers = await write(sql, {
    awarded: accepted.filter((one) => awards.has(one)),
    facts,
    awards,
  });
  return decided.map((one): Outcome => {
    if (!one.ok) return one;
    if ("repeats" in one.value) return ok({ repeated: true, ...one.value.repeats });
    const answer = answers.get(one.value);
    if (!answer) return err("amount_out_of_range");
    const { fingerprint, code, numbered } = one.value;
    recorded.receipts.set(numbered.name, { fingerprint, ...answer });
    if (code) recorded.codes.add(codeName(code));
    return ok({ repeated: false, ...answer });
  });
}

/** Writes the sales with their answers. */
async function write(
  sql: Transaction,
  of: { awarded: readonly Accepted[]; facts: FactsOfSales; awards: Awards },
): Promise<ReadonlyMap<Accepted, Answered>> {
  const { awarded, facts, awards } = of;
  if (awarded.length === 0) return new Map();
  const balances = await readBalancesAfter(sql, awarded, awards);
  const rows = awarded.map((one, index) => {
    const name = one.plan.customerId === null ? null : facts.names.get(one.plan.customerId);
    const answer = describeSale(one.command, one.plan, {
      id: one.place.id,
      balance: balances[index] ?? null,
      customerName: name ?? null,
    });
    const text = JSON.stringify(answer);
    return {
      one,
      answer,
      text,
      row: rowOf({ ...one, receiptDay: one.numbered.day }, { answer: text, now: facts.now }),
    };
  });
  const codes = awarded.flatMap(({ code, place }) => (code ? [{ ...code, saleId: place.id }] : []));
  insertSales(
    sql,
    rows.map(({ row }) => row),
  );
  markCodesUsed(sql, codes);
  return new Map(rows.map(({ one, answer, text }) => [one, { answer, text }]));
}

/** By sale that stands: what its customer has right afterwards, null where nothing was earned. */
type Awards = ReadonlyMap<Accepted, Balance | null>;

/** Posts what the sales earn. A sale whose points would go beyond a ceiling of the ledger is left out. */
async function award(
  sql: Transaction,
  sales: readonly Accepted[],
  { now, holdings }: Pick<FactsOfSales, "now"> & { holdings: Holdings | null },
): Promise<Awards> {
  const awards = new Map<Accepted, Balance | null>();
  const earned = sales.flatMap((sale) => {
    const { command, place, plan } = sale;
    const { customerId, points, expiresAt, pendingUntil } = plan;
    if (customerId === null || points === ZERO) {
      awards.set(sale, null);
      return [];
    }
    const { shopId, by } = command;
    const { id: saleId } = place;
    const it = { customerId, shopId, saleId, points, expiresAt, pendingUntil, at: now, by };
    return [
      { sale, posting: { ...postings.earn(it), isNew: true, tells: { customerId, unit: shopId } } },
    ];
  });
  if (earned.length === 0) return awards;
  const wanted = earned.map(({ posting }) => posting);
  const { results: posted } = await postAllWithin(sql, wanted, holdings);
  for (const [index, { sale }] of earned.entries()) {
    const one = posted[index];
    if (one?.ok === false && one.refusal.code === "amount_out_of_range") continue;
    invariant(one?.ok && !one.value.repeated && one.value.balance, "a new sale earns");
    awards.set(sale, one.value.balance);
  }
  return awards;
}

/** In the order of the sales; null without a customer. */
async function readBalancesAfter(
  sql: Transaction,
  sales: readonly Accepted[],
  awards: Awards,
): Promise<(BalanceAnswer | null)[]> {
  const wanted = sales.flatMap((sale) => {
    const { customerId, points, pendingUntil } = sale.plan;
    if (customerId === null) return [];
    const { shopId } = sale.command;
    const isPending = pendingUntil !== null;
    return [{ customerId, shopId, points, isPending, told: awards.get(sale) ?? null }];
  });
  const balances = (await balancesAfter(sql, wanted)).values();
  return sales.map(({ plan }) =>
    plan.customerId === null ? null : (balances.next().value ?? null),
  );
}

function firstAnswer(before: Answered | PostedReceipt): Answered {
  if ("text" in before) return { answer: before.answer, text: before.text };
  return { answer: JSON.parse(before.answer) as SaleAnswer, text: before.answer };
}
