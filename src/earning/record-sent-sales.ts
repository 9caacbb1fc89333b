import { invariant } from "../kernel/invariant.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Refusal, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import { isUnavailable } from "../platform/db/failures.ts";
import { atSavepoint } from "../platform/db/within-transaction.ts";
import { FAULTS_MAXIMUM, faultsOf } from "../platform/http/faults.ts";
import { toProblem } from "../platform/http/problem.ts";
import { createValidator } from "../platform/http/validate.ts";
import { inRounds, planInOrder, recordPlanned } from "./award-in-one-flight.ts";
import { NewSale, type NewSales } from "./contract.ts";
import type { SaleCommand, SaleRefusal } from "./decide-sale.ts";
import type { Context } from "./needs.ts";
import { readSaleFacts } from "./read-sale-facts.ts";
import { type RecordedSale, recordSales } from "./record-sale.ts";

type SentSales = {
  readonly shopId: string;
  readonly sales: NewSales["sales"];
  readonly by: string;
  readonly language: Language;
};

const isSale = createValidator().compile(NewSale);

/**
 * Records what a till has kept: each receipt stands by itself, also one that cannot be read. Answers
 * what each would have been answered alone, with pointers into the request that was sent; as JSON of a
 * `SalesAnswer`.
 */
export async function recordSentSales(
  context: Context,
  sql: Transaction,
  sent: SentSales,
): Promise<string> {
  const { shopId, by, language } = sent;
  const forms = checkForms(sent.sales, language);
  const commands = forms.flatMap((form) =>
    form.ok ? [{ shopId, sale: form.value, by, language }] : [],
  );
  const recorded = (await recordAll(context, sql, commands)).values();
  const results = forms.map((form, index) => {
    const result = form.ok ? recorded.next().value : form;
    invariant(result, "every sale has a result");
    if (!result.ok) return JSON.stringify(problemOf(result, { shopId, index, language }));
    const { repeated, text } = result.value;
    return `{"status":${repeated ? 200 : 201},"sale":${text}}`;
  });
  return `{"results":[${results.join(",")}]}`;
}

type Recorded = Result<Pick<RecordedSale, "repeated" | "text">, SaleRefusal>;

/** In one flight what can be, and then the rest. */
async function recordAll(
  context: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
): Promise<Recorded[]> {
  const texts = await recordInRounds(context, sql, commands);
  const left = commands.filter((_, index) => texts[index] === undefined);
  if (left.length === 0) return texts.map((text) => ok({ repeated: false, text: text as string }));
  const facts = await readSaleFacts(context, sql, left);
  const others = (await recordSales(context, sql, left, facts)).values();
  return texts.map((text) =>
    text === undefined ? (others.next().value as Recorded) : ok({ repeated: false, text }),
  );
}

/** The answers of the sales that need no reading, one after another of each customer; undefined for the others. */
async function recordInRounds(
  context: Context,
  sql: Transaction,
  commands: readonly SaleCommand[],
): Promise<(string | undefined)[]> {
  const planned = planInOrder(context, commands);
  const rounds = planned === null ? [] : inRounds(planned.sales);
  if (planned === null || rounds.length === 0) return commands.map(() => undefined);
  const told = await atSavepoint(sql, () =>
    Promise.all(rounds.map((sales) => recordPlanned(context, sql, { ...planned, sales }))),
  ).catch((error: unknown) => {
    if (isUnavailable(error)) throw error;
    return null;
  });
  const texts = new Map(told?.flatMap((round) => [...round]));
  return planned.sales.map((sale) => (sale === null ? undefined : texts.get(sale.row.id)));
}

/** All receipts of the answer together name as many faults as one answer holds; each says its code. */
function checkForms(
  sales: SentSales["sales"],
  language: Language,
): Result<NewSale, "invalid_request">[] {
  let left = FAULTS_MAXIMUM;
  return sales.map((sale) => {
    if (isSale(sale)) return ok(sale as NewSale);
    const faults = faultsOf(isSale.errors ?? [], { language, prefix: "", maximum: left });
    left -= faults.length;
    return err("invalid_request", faults.length > 0 ? { faults } : {});
  });
}

function problemOf(
  { refusal }: { refusal: Refusal },
  { shopId, index, language }: { shopId: string; index: number; language: Language },
) {
  const instance = `/api/v1/shops/${shopId}/sales/batch`;
  const faults = refusal.faults?.map((fault) => ({
    ...fault,
    pointer: `/sales/${index}${fault.pointer}`,
  }));
  const located = faults === undefined ? refusal : { ...refusal, faults };
  const problem = toProblem(located, { language, instance });
  return { status: problem.status, problem };
}
