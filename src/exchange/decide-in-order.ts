import { add, type Points, ZERO } from "../kernel/points.ts";
import type { Result } from "../kernel/result.ts";
import {
  type ConversionFacts,
  type ConversionRefusal,
  decideConversion,
  type Quote,
} from "./decide-conversion.ts";

export type Decision = Result<Quote, ConversionRefusal>;

/** What conversions use up that later ones ask for: quotes, and the day's points at each shop. */
type Progress = { readonly used: Set<string>; readonly taken: Map<string, Points> };

/**
 * Decides commands that come one after another, where the facts of each are those from before the
 * first. `done` are the quotes that were carried out since then. Answers for as many commands from the
 * front as can be answered without knowing what the ledger says to the ones before them, at least one:
 * it ends before a command that is refused if an earlier one goes through, and not refused if not.
 */
export function decideInOrder(
  facts: readonly ConversionFacts[],
  done: readonly Quote[],
): readonly Decision[] {
  const certain = progressOf(done);
  const hoped = progressOf(done);
  const decided: Decision[] = [];
  for (const one of facts) {
    const decision = decideConversion(after(one, hoped));
    if (codeOf(decision) !== codeOf(decideConversion(after(one, certain)))) break;
    decided.push(decision);
    if (decision.ok) advance(hoped, decision.value);
  }
  return decided;
}

function progressOf(done: readonly Quote[]): Progress {
  const progress: Progress = { used: new Set(), taken: new Map() };
  for (const quote of done) advance(progress, quote);
  return progress;
}

function advance({ used, taken }: Progress, quote: Quote): void {
  used.add(quote.id);
  const pair = customerAtShop(quote);
  taken.set(pair, add(taken.get(pair) ?? ZERO, quote.taken));
}

/** The facts as they are once what is in `progress` has been carried out. */
function after(facts: ConversionFacts, { used, taken }: Progress): ConversionFacts {
  const { quote } = facts;
  if (quote === null) return facts;
  return {
    ...facts,
    quote: used.has(quote.id) ? { ...quote, usedAt: facts.now } : quote,
    takenToday: add(facts.takenToday, taken.get(customerAtShop(quote)) ?? ZERO),
  };
}

/** Names the pair whose conversions a daily cap counts together. */
export function customerAtShop({
  customerId,
  shopId,
}: Pick<Quote, "customerId" | "shopId">): string {
  return `${customerId} ${shopId}`;
}

function codeOf(decision: Decision): ConversionRefusal | null {
  return decision.ok ? null : decision.refusal.code;
}
