import type { Err, Result } from "../kernel/result.ts";
import { type Reply, reply } from "../platform/http/endpoint.ts";
import type { Order } from "./order.store.ts";

/** What each request hears of its order; `answersOf` says it of all that changed, in one read. */
export async function replyEach<Answer>(
  outcomes: readonly Result<Order, "not_found" | "wrong_state">[],
  answersOf: (orders: readonly Order[]) => Promise<readonly Answer[]>,
): Promise<(Reply | Err)[]> {
  const changed = outcomes.flatMap((one) => (one.ok ? [one.value] : []));
  if (changed.length === 0) return outcomes.filter((one) => !one.ok);
  const answers = (await answersOf(changed)).values();
  return outcomes.map((one) => (one.ok ? reply(200, answers.next().value) : one));
}
