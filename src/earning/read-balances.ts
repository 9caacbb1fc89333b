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
};

/**
 * What each customer had right after each of these awards, when all of them have been posted: what
 * there is now, less what came later. In the order of the awards.
 */
export async function balancesAfter(
  sql: Sql,
  awards: readonly PostedAward[],
): Promise<BalanceAnswer[]> {
  const holders = awards.map(({ customerId, shopId }) => ({ customerId, unit: shopId }));
  const now = await balancesOf(sql, holders);
  const answers: BalanceAnswer[] = [];
  const later = new Map<string, Balance>();
  for (const [index, award] of [...awards.entries()].reverse()) {
    const name = `${award.customerId} ${award.shopId}`;
    const after = later.get(name) ?? now[index];
    if (!after) continue;
    answers.unshift(toAnswer(after));
    later.set(name, before(after, award));
  }
  return answers;
}

function before({ available, pending }: Balance, { points, isPending }: PostedAward): Balance {
  return isPending
    ? { available, pending: subtract(pending, points) }
    : { available: subtract(available, points), pending };
}

function toAnswer({ available, pending }: Balance): BalanceAnswer {
  return { available: pointsToJson(available), pending: pointsToJson(pending) };
}
