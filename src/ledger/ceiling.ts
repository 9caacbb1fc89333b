import { negate } from "../kernel/points.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Book } from "./book.ts";
import { issuersToAsk } from "./decide-ceiling.ts";
import { waitForIssuer } from "./pool.store.ts";
import type { Posting } from "./posting.ts";
import { readTallied } from "./tally.store.ts";

/**
 * Puts into the book what has been issued of the units of which these postings issue a lot. Such
 * postings take turns, so what was read grows by small issues only until the transaction ends.
 */
export async function loadCeilings(
  sql: Transaction,
  book: Book,
  all: readonly Posting[],
): Promise<void> {
  for (const [id, account] of issuersToAsk(all)) {
    waitForIssuer(sql, id);
    book.issued.set(id, negate(await readTallied(sql, account)));
  }
}
