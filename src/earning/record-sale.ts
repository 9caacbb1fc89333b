import { hash } from "node:crypto";
import { bucketOf } from "../kernel/bucket.ts";
import { fromRfc3339, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { ZERO } from "../kernel/points.ts";
import { ok, type Result } from "../kernel/result.ts";
import { barcodeKey } from "../kernel/text/barcode.ts";
import { type Balance, postAll, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { NewSale, SaleAnswer } from "./contract.ts";
import {
  decideForm,
  decideOpen,
  decideSale,
  type SaleCommand,
  type SalePlan,
  type SaleRefusal,
} from "./decide-sale.ts";
import { type CodePlace, codeName, markCodesUsed } from "./member-code.store.ts";
import { bucketOfCode } from "./member-code.ts";
import type { Context } from "./needs.ts";
import { type BalanceAnswer, balancesAfter } from "./read-balances.ts";
import { type FactsOfSales, readSaleFacts } from "./read-sale-facts.ts";
import { insertSales, type PostedReceipt, receiptName, type SalePlace } from "./sale.store.ts";
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
/** A sale that will be recorded. */
type Accepted = AskedSale & { readonly plan: SalePlan; readonly code: CodePlace | undefined };
/** The answer is a sale's own, or that of the one (by index) or the receipt that came before. */
type Decided = Accepted | { readonly repeats: number | PostedReceipt };
type Answered = Pick<RecordedSale, "answer" | "text">;

/**
 * Records sales and awards their points, exactly as if they came one after another, in a few
 * statements for all. Each stands by itself and happens once per receipt number: the same request
 * again gets the first answer, another one under the number is refused. A sale freezes the rules that
 * competed for its lines. Refusals in order: see `SaleRefusal`.
 *
 * Two transactions may use one number at the same moment: the second fails on it (23505), is run
 * again by `Database` and finds it used.
 */
export async function recordSales(
  context: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
  facts: FactsOfSales,
): Promise<Result<RecordedSale, SaleRefusal>[]> {
  const asked = commands.map((command) => askedSale(context, command));
  const decided = decideInOrder(asked, facts);
  const accepted = decided.flatMap((one) => (one.ok && "plan" in one.value ? [one.value] : []));
  // From here it succeeds.
  const answers = await carryOut(sql, { accepted, facts });
  return decided.map((one) => {
    if (!one.ok) return one;
    if ("plan" in one.value) return ok({ repeated: false, ...answerTo(one.value, answers) });
    return ok({ repeated: true, ...firstAnswer(one.value.repeats, { decided, answers }) });
  });
}

/** One sale; see `recordSales`. */
export async function recordSale(
  context: Context,
  sql: Transaction,
  command: SaleCommand,
): Promise<Result<RecordedSale, SaleRefusal>> {
  const facts = await readSaleFacts(context, sql, [command]);
  const [recorded] = await recordSales(context, sql, [command], facts);
  invariant(recorded, "one sale has one result");
  return recorded;
}

function askedSale({ deps }: Context, command: SaleCommand): AskedSale {
  const id = deps.ids.next("sale");
  const bucket = bucketOfSale(command.sale, id);
  return { command, place: { bucket, id }, fingerprint: fingerprintOf(command.sale) };
}

/** Each sees what those before it have used up: receipt numbers and member codes. */
function decideInOrder(
  asked: readonly AskedSale[],
  facts: FactsOfSales,
): Result<Decided, SaleRefusal>[] {
  const first = new Map<string, number>();
  const usedCodes = new Set<string>();
  return asked.map((one, index) => {
    const name = nameOf(one);
    const before = first.get(name);
    const known = before === undefined ? facts.receipts.get(name) : asked[before];
    if (known?.fingerprint.equals(one.fingerprint)) {
      const repeats = before ?? (known as PostedReceipt);
      const standing = decideStanding(one, facts);
      return standing.ok ? ok({ repeats }) : standing;
    }
    const code = facts.codeOf(one.command.sale);
    const isCodeFree = code === undefined || !usedCodes.has(codeName(code));
    const decided = decideSale(one.command, {
      ...facts.of(one.command),
      isNumberReused: known !== undefined,
      customerId: isCodeFree ? facts.customerOf(one.command.sale) : null,
    });
    if (!decided.ok) return decided;
    first.set(name, index);
    if (code) usedCodes.add(codeName(code));
    const { command, place, fingerprint } = one;
    return ok({ command, place, fingerprint, plan: decided.value, code });
  });
}

/** A repeat moves nothing, but a shop that may not sell gets no answer either. */
function decideStanding({ command }: AskedSale, facts: FactsOfSales) {
  const { sale, language } = command;
  const form = decideForm(sale, { now: facts.now, language });
  return form.ok ? decideOpen(facts.of(command).shop.status) : form;
}

function nameOf({ command: { shopId, sale } }: AskedSale): string {
  return receiptName({ shopId, receiptNumber: sale.receiptNumber });
}

/** Awards and writes the sales; their answers by sale id. */
async function carryOut(
  sql: Transaction,
  { accepted, facts }: { accepted: readonly Accepted[]; facts: FactsOfSales },
): Promise<Map<string, Answered>> {
  if (accepted.length === 0) return new Map();
  const told = await award(sql, accepted, facts.now);
  const balances = await readBalancesAfter(sql, accepted, told);
  const rows = accepted.map((one, index) => {
    const name = one.plan.customerId === null ? null : facts.names.get(one.plan.customerId);
    const answer = describeSale(one.command, one.plan, {
      id: one.place.id,
      balance: balances[index] ?? null,
      customerName: name ?? null,
    });
    const text = JSON.stringify(answer);
    return { answer, text, row: rowOf(one, { answer: text, now: facts.now }) };
  });
  const codes = accepted.flatMap(({ code, place }) =>
    code ? [{ ...code, saleId: place.id }] : [],
  );
  insertSales(
    sql,
    rows.map(({ row }) => row),
  );
  markCodesUsed(sql, codes);
  return new Map(rows.map(({ answer, text }) => [answer.id, { answer, text }]));
}

/** Posts what the sales earn; what each customer has right afterwards, by sale. */
async function award(
  sql: Transaction,
  sales: readonly Accepted[],
  now: Instant,
): Promise<ReadonlyMap<string, Balance>> {
  const earned = sales.flatMap(({ command: { shopId, by }, place, plan }) => {
    const { customerId, points, expiresOn, pendingUntil } = plan;
    if (customerId === null || points === ZERO) return [];
    const { id: saleId } = place;
    const it = { customerId, shopId, saleId, points, expiresOn, pendingUntil, at: now, by };
    return [{ ...postings.earn(it), tells: { customerId, unit: shopId } }];
  });
  const posted = await postAll(sql, earned);
  const told = new Map<string, Balance>();
  for (const [index, { reference }] of earned.entries()) {
    const one = posted[index];
    invariant(one?.ok && !one.value.repeated && one.value.balance, "a new sale earns");
    told.set(reference, one.value.balance);
  }
  return told;
}

/** In the order of the sales; null without a customer. */
async function readBalancesAfter(
  sql: Transaction,
  sales: readonly Accepted[],
  told: ReadonlyMap<string, Balance>,
): Promise<(BalanceAnswer | null)[]> {
  const awards = sales.flatMap(({ command: { shopId }, place, plan }) => {
    const { customerId, points, pendingUntil } = plan;
    if (customerId === null) return [];
    const isPending = pendingUntil !== null;
    return [{ customerId, shopId, points, isPending, told: told.get(place.id) ?? null }];
  });
  const balances = (await balancesAfter(sql, awards)).values();
  return sales.map(({ plan }) =>
    plan.customerId === null ? null : (balances.next().value ?? null),
  );
}

function answerTo({ place }: Accepted, answers: ReadonlyMap<string, Answered>): Answered {
  const answer = answers.get(place.id);
  invariant(answer, "a sale that was recorded has an answer");
  return answer;
}

function firstAnswer(
  repeats: number | PostedReceipt,
  made: {
    decided: readonly Result<Decided, SaleRefusal>[];
    answers: ReadonlyMap<string, Answered>;
  },
): Answered {
  if (typeof repeats !== "number") {
    return { answer: JSON.parse(repeats.answer) as SaleAnswer, text: repeats.answer };
  }
  const first = made.decided[repeats];
  invariant(first?.ok && "plan" in first.value, "what is repeated was recorded");
  return answerTo(first.value, made.answers);
}

/** Known from the request alone: the customer's, its member code's, or its own. */
function bucketOfSale(sale: NewSale, saleId: string): number {
  if (sale.customerId !== undefined) return bucketOf(sale.customerId);
  const ofCode = sale.memberCode === undefined ? null : bucketOfCode(sale.memberCode);
  return ofCode ?? bucketOf(saleId);
}

/**
 * A hash of the request in its canonical form, not of what it means today: a repeat is the same sale
 * when its member code has long expired, or a price has changed since.
 */
function fingerprintOf(sale: NewSale): Buffer {
  const soldAt = sale.soldAt === undefined ? null : fromRfc3339(sale.soldAt);
  const lines = sale.lines.map((line) => [
    line.productId ?? null,
    line.barcode === undefined ? null : barcodeKey(line.barcode),
    line.quantity,
    line.unitPrice ?? null,
  ]);
  const content = [sale.memberCode ?? null, sale.customerId ?? null, soldAt, lines];
  return hash("sha256", JSON.stringify(content), "buffer");
}
