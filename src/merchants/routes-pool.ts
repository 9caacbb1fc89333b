import { pointsFromJson, pointsToJson } from "../kernel/points.ts";
import { err } from "../kernel/result.ts";
import { houseBalance, postings } from "../ledger/index.ts";
import { shopMember } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import type { Context } from "./context.ts";
import { MadeDepositAnswer, NewDeposit, PoolAnswer, ShopParams } from "./contract.ts";
import { listDeposits } from "./deposit.store.ts";
import { depositIntoPool } from "./deposit-into-pool.ts";
import { readMerchant } from "./merchant.store.ts";
import { depositToJson } from "./wire.ts";

/** The latest deposits shown with the balance; the ledger keeps them all. */
const DEPOSITS_SHOWN = 100;

/** A shop's prepaid money, which pays for conversions. */
export function poolRoutes(context: Context): Endpoint[] {
  const { database } = context.deps;
  return [
    endpoint({
      method: "GET",
      path: "/shops/{shopId}/pool",
      tag: "Shops",
      summary: "Read a shop's prepaid pool and its latest deposits.",
      access: shopMember(["owner", "manager"], ["admin", "finance", "support"]),
      params: ShopParams,
      answers: { 200: PoolAnswer },
      refusals: ["not_found"],
      handle: async ({ params: { shopId } }) => {
        if (!(await readMerchant(database, { kind: "shop", id: shopId }))) return err("not_found");
        const balance = await houseBalance(database, postings.poolOf(shopId));
        const deposits = await listDeposits(database, { shopId, limit: DEPOSITS_SHOWN });
        return reply(200, {
          balance: pointsToJson(balance),
          deposits: deposits.map(depositToJson),
        });
      },
    }),
    endpoint({
      method: "POST",
      path: "/shops/{shopId}/pool/deposits",
      tag: "Operator",
      summary: "Record that a shop's money has arrived; it fills the prepaid pool.",
      // Not a member's to call, yet the shop's own people learn that it is about their role.
      access: shopMember([], ["admin", "finance"]),
      params: ShopParams,
      body: NewDeposit,
      answers: { 201: MadeDepositAnswer },
      refusals: ["not_found", "amount_out_of_range"],
      idempotency: "required",
      handle: async ({ params: { shopId }, body, caller }, sql) => {
        const made = await depositIntoPool(context, sql, {
          shopId,
          amount: pointsFromJson(body.amount),
          reference: body.reference,
          by: callerId(caller),
        });
        if (!made.ok) return made;
        const { balance, ...deposit } = made.value;
        return reply(201, { ...depositToJson(deposit), balance: pointsToJson(balance) });
      },
    }),
  ];
}
