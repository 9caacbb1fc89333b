import { hash, timingSafeEqual } from "node:crypto";
import { addSeconds, type Instant } from "../kernel/clock.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import { isVisible } from "../kernel/text/characters.ts";
import type { MallContext } from "./context.ts";
import { decideOrder, needsOf } from "./decide-order.ts";
import { fulfilmentOf } from "./items/registry.ts";
import { PICKUP_ATTEMPT_SECONDS, PICKUP_ATTEMPTS_MAXIMUM } from "./limits.ts";
import { listOrders, readLines } from "./order.store.ts";
import { countPickupAttempt, forgetPickupAttempts } from "./pickup-attempt.store.ts";

type Delivery = {
  readonly sellerId: string;
  readonly orderId: string;
  readonly pickupCode: string | null;
  readonly language: Language;
};

/**
 * Checks the code that a delivery gives, before its transaction: a wrong try is counted although it is
 * refused. Refusals in order: `invalid_request` without a code, `rate_limited` after
 * `PICKUP_ATTEMPTS_MAXIMUM` tries, `invalid_request` for a wrong one. An order that is not there or
 * cannot be delivered now passes: the transaction refuses it, or answers the repeat of a delivery.
 */
export async function checkPickupCode(
  mall: MallContext,
  { sellerId, orderId, pickupCode, language }: Delivery,
): Promise<Result<undefined, "invalid_request" | "rate_limited">> {
  const { database } = mall;
  const wanted = { of: { sellerId }, id: orderId, status: null, before: null, limit: 1 };
  const [order] = await listOrders(database, wanted);
  if (!order) return ok();
  const lines = await readLines(database, [order]);
  const facts = { status: order.status, ...fulfilmentOf(lines.map((line) => line.kind)) };
  if (!decideOrder(facts, "deliver").ok || needsOf(facts, "deliver").length === 0) return ok();
  if (pickupCode === null || !isVisible(pickupCode)) return refuseCode("required", language);
  const now = mall.clock.now();
  const { attempts, countedFrom } = await countPickupAttempt(database, { orderId, now });
  if (attempts > PICKUP_ATTEMPTS_MAXIMUM) return tooMany({ countedFrom, now });
  if (!isSameCode(pickupCode, order.pickupCode ?? "")) return refuseCode("wrong_code", language);
  await forgetPickupAttempts(database, orderId);
  return ok();
}

/** Compared in constant time, over digests, so that the lengths do not matter. */
function isSameCode(given: string, kept: string): boolean {
  const digest = (text: string) => hash("sha256", text, "buffer");
  return timingSafeEqual(digest(given), digest(kept));
}

function tooMany({ countedFrom, now }: { countedFrom: Instant; now: Instant }) {
  const until = addSeconds(countedFrom, PICKUP_ATTEMPT_SECONDS);
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  return err("rate_limited", { values: { seconds }, retryAfterSeconds: seconds });
}

const DETAILS = {
  required: { en: "Ask the customer for the pick-up code.", zh: "请输入顾客出示的取货码。" },
  wrong_code: { en: "This is not the order's pick-up code.", zh: "取货码与订单不符。" },
} as const;

function refuseCode(code: keyof typeof DETAILS, language: Language) {
  return invalid("/pickupCode", code, DETAILS[code][language === "en" ? "en" : "zh"]);
}
