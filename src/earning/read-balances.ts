import { invariant } from "../kernel/invariant.ts";
import { type Points, pointsToJson, subtract } from "../kernel/points.ts";
import { type Balance, balancesOf } from "../ledger/index.ts";
import type { Sql } from "../platform/db/database.ts";

/** What the customer has in the shop, as answered; `available` is below zero in debt. */
export type BalanceAnswer = { readonly available: number; readonly pending: number };

export async function readBalance(
  sql: Sql,
  { customerId, shopId }: { customerId: string; shopId: string },
): Promise<BalanceAnswer> {
  const [balance] = await balancesOf(sql, [{ customerId, unit: shopId }]);
  return balance ? toAnswer(balance) : { available: 0, pending: 0 };
}

/** An award that was just posted, in the order of posting. */
export type PostedAward = {
  readonly customerId: string;
  readonly shopId: string;
  readonly points: Points;
  readonly isPending: boolean;
  /** What the ledger told right after it; null where it gave no points, and nothing was posted. */
  readonly told: Balance | null;
};

/**
 * What each customer had right after each of these awards, when all of them have been posted: what
 * there is now, less what came later. In the order of the awards.
 */
export async function balancesAfter(
  sql: Sql,
  awards: readonly PostedAward[],
): Promise<BalanceAnswer[]> {
  const later = new Map<string, Balance>();
  for (const award of awards) if (award.told) later.set(holderOf(award), award.told);
  await readOthers(sql, later, awards);
  const answers: BalanceAnswer[] = [];
  for (const award of [...awards].reverse()) {
    const after = later.get(holderOf(award));
    invariant(after, "every holder has a balance");
    answers.unshift(toAnswer(after));
    later.set(holderOf(award), before(after, award));
  }
  return answers;
}

/** Adds what those have now of whom the ledger told nothing. */
async function readOthers(
  sql: Sql,
  balances: Map<string, Balance>,
  awards: readonly PostedAward[],
): Promise<void> {
  const others = awards.filter((award) => !balances.has(holderOf(award)));
  if (others.length === 0) return;
  const holders = others.map(({ customerId, shopId }) => ({ customerId, unit: shopId }));
  const read = await balancesOf(sql, holders);
  for (const [index, award] of others.entries()) {
    const balance = read[index];
    if (balance) balances.set(holderOf(award), balance);
  }
}

function holderOf({ customerId, shopId }: PostedAward): string {
  return `${customerId} ${shopId}`;
}

function before({ available, pending }: Balance, { points, isPending }: PostedAward): Balance {
  return isPending
    ? { available, pending: subtract(pending, points) }
    : { available: subtract(available, points), pending };
}

function toAnswer({ available, pending }: Balance): BalanceAnswer {
  return { available: pointsToJson(available), pending: pointsToJson(pending) };
}
