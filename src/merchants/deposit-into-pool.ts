import { invariant } from "../kernel/invariant.ts";
import { add, POINTS_MAXIMUM, type Points } from "../kernel/points.ts";
import { err, ok, type Result } from "../kernel/result.ts";
import { houseBalance, postAll, postings } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import type { Context } from "./context.ts";
import { type Deposit, insertDeposit } from "./deposit.store.ts";
import { lockMerchant } from "./merchant.store.ts";
import { writeLog } from "./write-log.ts";

type Command = { shopId: string; amount: Points; reference: string; by: string };

/**
 * A shop's money has arrived; `amount` in fen. Runs in the caller's transaction, which makes a
 * repeat of the request harmless. Refusals in order: `not_found`, `amount_out_of_range` when the
 * pool, or all money that ever arrived, would be more than the wire can carry; the transaction then
 * takes back the slices that were filled.
 */
export async function depositIntoPool(
  { deps }: Context,
  sql: Transaction,
  { shopId, amount, reference, by }: Command,
): Promise<Result<Deposit & { balance: Points }, "not_found" | "amount_out_of_range">> {
  const shop = await lockMerchant(sql, { kind: "shop", id: shopId });
  if (!shop) return err("not_found");
  const before = await houseBalance(sql, postings.poolOf(shopId));
  if (add(before, amount) > POINTS_MAXIMUM) return err("amount_out_of_range");
  const at = deps.clock.now();
  const deposit = { id: deps.ids.next("deposit"), amount, reference, at };
  const slices = postings.deposit({ shopId, depositId: deposit.id, amount, at, by });
  for (const posted of await postAll(sql, slices)) {
    if (posted.ok) continue;
    const { code } = posted.refusal;
    invariant(code === "amount_out_of_range", `a new deposit of a positive amount posts: ${code}`);
    return err(code);
  }
  // From here it succeeds.
  await insertDeposit(sql, deposit, { shopId, by });
  await writeLog(deps, sql, {
    at,
    by,
    action: "pool_deposited",
    about: shopId,
    reason: deposit.reference,
    changes: [{ name: "amount", before: null, after: String(amount) }],
  });
  const balance = await houseBalance(sql, postings.poolOf(shopId));
  return ok({ ...deposit, balance });
}
