import { Type } from "typebox";
import { addDays, instant } from "../../../kernel/clock.ts";
import { ZERO } from "../../../kernel/points.ts";
import { Body } from "../../../platform/http/schema.ts";
import type { Reward } from "../reward.ts";

/** Ten years: longer is not a newcomer's reward but another contract. */
const DAYS_MAXIMUM = 3650;

const schema = Body({
  kind: Type.Literal("commission_free"),
  days: Type.Integer({ minimum: 1, maximum: DAYS_MAXIMUM }),
});

/** Days in which orders cost the seller no commission. Of several such rewards the latest end counts. */
export const commissionFree: Reward<typeof schema> = {
  kind: "commission_free",
  label: { en: "Commission-free days", "zh-CN": "免佣金" },
  schema,
  effect: ({ days }, at) => ({ points: ZERO, commissionFreeUntil: addDays(at, days) }),
  named: ({ days }) => ({
    en: days === 1 ? "1 commission-free day" : `${days} commission-free days`,
    "zh-CN": `${days} 天免佣金`,
  }),
  examples: [
    {
      parameters: { kind: "commission_free", days: 1 },
      effect: { points: ZERO, commissionFreeUntil: instant(86_400_000) },
    },
    {
      parameters: { kind: "commission_free", days: 30 },
      effect: { points: ZERO, commissionFreeUntil: instant(2_592_000_000) },
    },
  ],
};
