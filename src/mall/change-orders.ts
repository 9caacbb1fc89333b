import type { Result } from "../kernel/result.ts";
import type { Order } from "./order.store.ts";

/** The changed order, or why it could not be changed. */
export type OrderOutcome = Result<Order, "not_found" | "wrong_state">;

/** An order that was changed, and who changed it. */
export type ChangedOrder = { readonly order: Order; readonly by: string };

/** The changes among the outcomes; `wanted` is what was asked, in the same order. */
export function changesIn(
  outcomes: readonly OrderOutcome[],
  wanted: readonly { readonly by: string }[],
): ChangedOrder[] {
  return wanted.flatMap(({ by }, index) => {
    const outcome = outcomes[index];
    return outcome?.ok ? [{ order: outcome.value, by }] : [];
  });
}
