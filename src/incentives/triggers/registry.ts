import { type Static, Type } from "typebox";
import { invariant } from "../../kernel/invariant.ts";
import { approved } from "./approved/approved.ts";
import { firstProduct } from "./first_product/first-product.ts";
import type { Trigger } from "./trigger.ts";

const KINDS = { approved, first_product: firstProduct } as const satisfies Record<string, Trigger>;

/** Every kind of trigger. */
export const TRIGGERS: readonly Trigger[] = Object.values(KINDS);

/** A trigger on the wire. */
export const TriggerJson = Type.Union([KINDS.approved.schema, KINDS.first_product.schema]);
export type TriggerParameters = Static<typeof TriggerJson>;

export function triggerOf({ kind }: TriggerParameters): Trigger {
  const trigger = TRIGGERS.find((one) => one.kind === kind);
  invariant(trigger, `no such kind of trigger: ${kind}`);
  return trigger;
}
