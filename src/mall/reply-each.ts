import type { Err } from "../kernel/result.ts";
import { type Reply, reply } from "../platform/http/endpoint.ts";
import type { OrderOutcome } from "./change-orders.ts";
import type { Order } from "./order.store.ts";

/** One reply per outcome. `answersOf` reads the answers of all changed orders together. */
export async function replyEach<Answer>(
  outcomes: readonly OrderOutcome[],
  answersOf: (orders: readonly Order[]) => Promise<readonly Answer[]>,
): Promise<(Reply | Err)[]> {
  const changed = outcomes.flatMap((one) => (one.ok ? [one.value] : []));
  if (changed.length === 0) return outcomes.filter((one) => !one.ok);
  const answers = (await answersOf(changed)).values();
  return outcomes.map((one) => (one.ok ? reply(200, answers.next().value) : one));
}
