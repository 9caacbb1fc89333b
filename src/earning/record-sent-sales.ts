import { invariant } from "../kernel/invariant.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, ok, type Refusal, type Result } from "../kernel/result.ts";
import type { Transaction } from "../platform/db/database.ts";
import { FAULTS_MAXIMUM, faultsOf } from "../platform/http/faults.ts";
import { toProblem } from "../platform/http/problem.ts";
import { createValidator } from "../platform/http/validate.ts";
import { NewSale, type NewSales, type SalesAnswer } from "./contract.ts";
import type { Context } from "./needs.ts";
import { readSaleFacts } from "./read-sale-facts.ts";
import { recordSales } from "./record-sale.ts";

type SentSales = {
  readonly shopId: string;
  readonly sales: NewSales["sales"];
  readonly by: string;
  readonly language: Language;
};

const isSale = createValidator().compile(NewSale);

/**
 * Records what a till has kept: each receipt stands by itself, also one that cannot be read. Answers
 * what each would have been answered alone, with pointers into the request that was sent.
 */
export async function recordSentSales(
  context: Context,
  sql: Transaction,
  sent: SentSales,
): Promise<SalesAnswer> {
  const { shopId, by, language } = sent;
  const forms = checkForms(sent.sales, language);
  const commands = forms.flatMap((form) =>
    form.ok ? [{ shopId, sale: form.value, by, language }] : [],
  );
  const facts = await readSaleFacts(context, sql, commands);
  const recorded = (await recordSales(context, sql, commands, facts)).values();
  const results = forms.map((form, index) => {
    const result = form.ok ? recorded.next().value : form;
    invariant(result, "every sale has a result");
    if (!result.ok) return problemOf(result, { shopId, index, language });
    return { status: result.value.repeated ? 200 : 201, sale: result.value.answer };
  });
  return { results };
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
