import { Type } from "typebox";
import { instant } from "../../../kernel/clock.ts";
import { Body } from "../../../platform/http/schema.ts";
import type { Trigger } from "../trigger.ts";

const schema = Body({ kind: Type.Literal("approved") });

/** The operator approved the seller, for the first time. */
export const approved: Trigger<typeof schema> = {
  kind: "approved",
  label: { en: "Approved", "zh-CN": "通过审核" },
  schema,
  milestone: "seller_approved",
  progress(_, { seller_approved: at }) {
    return { done: at === undefined ? 0 : 1, of: 1, reachedAt: at ?? null };
  },
  done: { en: "The mall approved you", "zh-CN": "您已通过商场审核" },
  missing: { en: "Wait for the mall's approval", "zh-CN": "等待商场审核通过" },
  examples: [
    {
      parameters: { kind: "approved" },
      milestones: {},
      progress: { done: 0, of: 1, reachedAt: null },
    },
    {
      parameters: { kind: "approved" },
      milestones: { seller_approved: instant(5) },
      progress: { done: 1, of: 1, reachedAt: instant(5) },
    },
  ],
};
