import { sum } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Book } from "./book.ts";
import { excessOf, issuersBeyondAllowance } from "./decide-ceiling.ts";
import { readStripesById, waitForIssuer } from "./pool.store.ts";
import type { Posting } from "./posting.ts";

/**
 * Puts into the book what the other stripes of an issuing account have given out above their
 * allowances, where these postings may go above theirs. Such postings take turns, so what was read
 * stays true until the transaction ends; stripes within their allowance need no look.
 */
export async function loadCeilings(
  sql: Transaction,
  book: Book,
  all: readonly Posting[],
): Promise<void> {
  for (const id of issuersBeyondAllowance(book, all)) {
    waitForIssuer(sql, id);
    const stripes = await readStripesById(sql, id);
    const elsewhere = stripes.filter((stripe) => !book.accounts.has(stripe));
    book.excessElsewhere.set(id, sum(elsewhere.map(({ balance }) => excessOf(balance))));
  }
}
