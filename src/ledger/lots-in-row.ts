import { type Instant, instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { points } from "../kernel/points.ts";
import type { Lot, LotUse } from "./book.ts";
import type { Place } from "./by-place.ts";

// Lots and their uses as their rows have them: five numbers each, and the posting that brought them.
// Everything travels as the text of an array, because the lists of different rows differ in length.

const NUMBERS = 5;
const AVAILABLE = "0";

/** The lots of an account, in the order in which they are spent. */
export function readLots(account: Place, row: { lots: string; lotSources: string }): Lot[] {
  const numbers = elementsOf(row.lots);
  const sources = elementsOf(row.lotSources);
  invariant(numbers.length === NUMBERS * sources.length, `lots of account ${account.id} are whole`);
  return sources.map((postingId, index) => {
    const [lot, expiresAt, amount, remaining, maturesAt] = numbersAt(numbers, index);
    return {
      bucket: account.bucket,
      accountId: account.id,
      lot: BigInt(lot),
      expiresAt: instant(Number(expiresAt)),
      amount: points(BigInt(amount)),
      remaining: points(BigInt(remaining)),
      maturesAt: maturesAt === AVAILABLE ? null : instant(Number(maturesAt)),
      postingId,
    };
  });
}

export function writeLots(lots: readonly Lot[]): { lots: string; lotSources: string } {
  const numbers = lots.map(
    ({ lot, expiresAt, amount, remaining, maturesAt }) =>
      `${lot},${expiresAt},${amount},${remaining},${maturesAt ?? AVAILABLE}`,
  );
  return { lots: listOf(numbers), lotSources: listOf(lots.map(({ postingId }) => postingId)) };
}

/** The moments by which the clock looks for the account; null where there are none. */
export function dueMoments(lots: readonly Lot[]): {
  nextExpiry: Instant | null;
  nextMaturity: Instant | null;
} {
  let nextExpiry: Instant | null = null;
  let nextMaturity: Instant | null = null;
  for (const { expiresAt, maturesAt } of lots) {
    if (nextExpiry === null || expiresAt < nextExpiry) nextExpiry = expiresAt;
    if (maturesAt !== null && (nextMaturity === null || maturesAt < nextMaturity)) {
      nextMaturity = maturesAt;
    }
  }
  return { nextExpiry, nextMaturity };
}

/**
 * What a posting took from lots, of accounts by their position in it, counted from 1. A lot is as its
 * posting found it, but for what was left of it, which nobody needs again.
 */
export function readUses(
  posting: Place,
  row: { accounts: string; uses: string | null; useSources: string | null },
): LotUse[] {
  if (row.uses === null || row.useSources === null) return [];
  const accounts = elementsOf(row.accounts);
  const numbers = elementsOf(row.uses);
  return elementsOf(row.useSources).map((source, index) => {
    const [position, lot, expiresAt, used, amount] = numbersAt(numbers, index);
    const accountId = accounts[Number(position) - 1];
    invariant(accountId, `what posting ${posting.id} used is of its accounts`);
    return {
      postingId: posting.id,
      amount: points(BigInt(used)),
      lot: {
        bucket: posting.bucket,
        accountId,
        lot: BigInt(lot),
        expiresAt: instant(Number(expiresAt)),
        amount: points(BigInt(amount)),
        remaining: points(0n),
        maturesAt: null,
        postingId: source,
      },
    };
  });
}

/** Null where nothing was used. */
export function writeUses(
  uses: readonly LotUse[],
  accounts: readonly string[],
): { uses: string; useSources: string } | null {
  if (uses.length === 0) return null;
  const numbers = uses.map(({ lot, amount }) => {
    const position = accounts.indexOf(lot.accountId) + 1;
    invariant(position > 0, "what is used is of an account of the posting");
    return `${position},${lot.lot},${lot.expiresAt},${amount},${lot.amount}`;
  });
  return { uses: listOf(numbers), useSources: listOf(uses.map(({ lot }) => lot.postingId)) };
}

/** The text of an array of numbers or ids, which have nothing that such a text quotes. */
export function listOf(elements: readonly (string | bigint)[]): string {
  return `{${elements.join(",")}}`;
}

/** What `listOf` joined. */
function elementsOf(text: string): string[] {
  return text.length <= 2 ? [] : text.slice(1, -1).split(",");
}

type FiveTexts = readonly [string, string, string, string, string];

function numbersAt(numbers: readonly string[], index: number): FiveTexts {
  const five = numbers.slice(NUMBERS * index, NUMBERS * (index + 1));
  return five as unknown as FiveTexts;
}
