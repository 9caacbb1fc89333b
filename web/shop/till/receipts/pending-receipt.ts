import type { NewSale, SaleAnswer } from "../../../api/index.ts";
import type { Basket } from "../basket/basket.ts";
import type { Customer } from "../basket/saved-basket.ts";

/** A problem as storage keeps it. */
export type KeptProblem = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
};

/**
 * A sale that was paid. Number, key and body are fixed and stored before the first attempt; every
 * attempt sends the same bytes, so the server records the sale once.
 */
export type PendingReceipt = {
  readonly shopId: string;
  readonly number: string;
  readonly key: string;
  /** The exact JSON text that every attempt sends. */
  readonly body: string;
  readonly madeAt: string;
  /** What it was made of: to show it, and to give it back after a refusal. */
  readonly basket: Basket;
  readonly member: Customer | null;
  /** Whether some attempt left whose answer is not known: the server may have recorded the sale. */
  readonly isAnswerMissing: boolean;
  readonly state: ReceiptState;
};

export type ReceiptState =
  /** Not confirmed yet. `problem` says why the last attempt did not settle it. */
  | { readonly is: "waiting"; readonly problem: KeptProblem | null }
  | { readonly is: "recorded"; readonly answer: SaleAnswer }
  /** The server has not recorded it and never will under this key. */
  | { readonly is: "refused"; readonly problem: KeptProblem };

export type Attempt = { readonly answer: SaleAnswer } | { readonly problem: KeptProblem };

/** A new receipt, as it is stored before its first attempt. */
export function newReceipt(of: {
  shopId: string;
  number: string;
  key: string;
  soldAt: Date;
  basket: Basket;
  member: Customer | null;
}): PendingReceipt {
  const { shopId, number, key, basket, member } = of;
  const soldAt = of.soldAt.toISOString();
  const sale: NewSale = {
    receiptNumber: number,
    ...(member === null ? {} : { customerId: member.customerId }),
    // Part of the body: two sales of the same goods are never taken for one, whatever their numbers.
    soldAt,
    lines: basket.lines.map((line) => ({
      productId: line.product.id,
      quantity: line.quantity,
      unitPrice: line.product.price,
    })),
  };
  return {
    shopId,
    number,
    key,
    body: JSON.stringify(sale),
    madeAt: soldAt,
    basket,
    member,
    isAnswerMissing: true,
    state: { is: "waiting", problem: null },
  };
}

/** The receipt after one attempt. `lostBefore`: an earlier attempt's answer is not known. */
export function afterAttempt(
  receipt: PendingReceipt,
  attempt: Attempt,
  { lostBefore }: { lostBefore: boolean },
): PendingReceipt {
  if ("answer" in attempt) {
    const state = { is: "recorded", answer: attempt.answer } as const;
    return { ...receipt, isAnswerMissing: false, state };
  }
  const { problem } = attempt;
  if (isFinal(problem, { lostBefore })) {
    return { ...receipt, isAnswerMissing: false, state: { is: "refused", problem } };
  }
  const isAnswerMissing = lostBefore || isOutcomeUnknown(problem);
  return { ...receipt, isAnswerMissing, state: { is: "waiting", problem } };
}

/** Refusals of this very sale. The server looks for the key and the number before it gives them. */
const aboutTheSale = new Set([
  "receipt_number_reused",
  "unknown_product",
  "amount_out_of_range",
  "unknown_customer",
  "member_code_invalid",
]);

/** Answers about the caller or the moment: signed out, not a member any more, too early, too often. */
const notYet = new Set([401, 403, 404, 408, 425, 429]);

/**
 * Whether a refusal settles the receipt. Some refusals are given before the server looks for the key:
 * after a lost answer they say nothing about the attempt that may have succeeded.
 */
function isFinal(problem: KeptProblem, { lostBefore }: { lostBefore: boolean }): boolean {
  if (isOutcomeUnknown(problem) || notYet.has(problem.status)) return false;
  return aboutTheSale.has(problem.code) || !lostBefore;
}

/** No answer, an answer that broke off after its head, or a server that failed on the way. */
function isOutcomeUnknown({ status }: KeptProblem): boolean {
  return status < 400 || status >= 500;
}

const retryAfterSeconds = [2, 5, 15, 30];
const retryAfterSecondsMost = 60;

/** How long to wait before the next attempt, after so many without an answer. */
export function secondsToNextAttempt(attempts: number): number {
  return retryAfterSeconds[attempts - 1] ?? retryAfterSecondsMost;
}
