import { createHash } from "node:crypto";
import { bucketOf } from "../kernel/bucket.ts";
import { addDays, addSeconds, dayOf, fromRfc3339, type Instant } from "../kernel/clock.ts";
import { invariant } from "../kernel/invariant.ts";
import { POINTS_MAXIMUM, type Points, pointsToJson, sum, times, ZERO } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { err, invalid, ok, type Result } from "../kernel/result.ts";
import { post, postings } from "../ledger/index.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { NewSale, SaleAnswer } from "./contract.ts";
import { type Award, decideAward, explainAward, type FrozenRule } from "./decide-award.ts";
import { bucketOfCode, consumeMemberCode } from "./member-code.ts";
import type { Context } from "./needs.ts";
import { readBalance } from "./read-balance.ts";
import { type KnownLine, resolveLines } from "./resolve-lines.ts";
import { readRules } from "./reward-rule.store.ts";
import { claimReceipt, insertSale, readReceipt, type SalePlace } from "./sale.store.ts";
import { say } from "./text.ts";

/** Clocks of tills differ; a sale of the day after tomorrow is a mistake. */
const CLOCK_SKEW_SECONDS = 86_400;

/** A sale as a till asks for it, or an import: how many lines it may have is the wire's limit only. */
export type SaleCommand = {
  readonly shopId: string;
  readonly sale: NewSale;
  /** Who posts it: an account, an API key, or a job by name. */
  readonly by: string;
  readonly language: Language;
};

export type SaleRefusal =
  | "invalid_request"
  | "shop_not_approved"
  | "shop_suspended"
  | "receipt_number_reused"
  | "unknown_product"
  | "amount_out_of_range"
  | "unknown_customer"
  | "member_code_invalid";

/** `repeated`: the receipt was there, `answer` is the first one and nothing moved now. */
export type RecordedSale = { readonly repeated: boolean; readonly answer: SaleAnswer };

type Line = KnownLine & { readonly award: Award };

/**
 * Records a sale and awards its points, once per receipt number: the same request again gets the
 * first answer, another one under the number is refused. The sale freezes the rules that competed
 * for its lines. Refusals in order: `invalid_request`, `shop_not_approved`, `shop_suspended`,
 * `receipt_number_reused`, `unknown_product`, `amount_out_of_range`, `unknown_customer` or
 * `member_code_invalid`.
 */
export async function recordSale(
  context: Context,
  sql: Transaction,
  command: SaleCommand,
): Promise<Result<RecordedSale, SaleRefusal>> {
  const { shopId, sale } = command;
  const now = context.deps.clock.now();
  const soldAt = checkForm(sale, { now, language: command.language });
  if (!soldAt.ok) return soldAt;
  const open = await checkShop(context, sql, shopId);
  if (!open.ok) return open;
  const id = context.deps.ids.next("sale");
  const place = { bucket: bucketOfSale(sale, id), id };
  const fingerprint = fingerprintOf(sale, soldAt.value);
  const receipt = { shopId, receiptNumber: sale.receiptNumber };
  if (!(await claimReceipt(sql, receipt, { fingerprint, sale: place }))) {
    const known = await readReceipt(sql, receipt);
    invariant(known, "a receipt number that is taken has a sale");
    if (!known.fingerprint.equals(fingerprint)) {
      return err("receipt_number_reused", { values: { receiptNumber: sale.receiptNumber } });
    }
    return ok({ repeated: true, answer: JSON.parse(known.answer) as SaleAnswer });
  }
  const at = soldAt.value ?? now;
  const lines = await awardLines(sql, { shopId, sale, at });
  if (!lines.ok) return lines;
  const customer = await findCustomer(context, sql, { sale, saleId: id, now });
  if (!customer.ok) return customer;
  // From here it succeeds.
  const facts = { place, customerId: customer.value, lines: lines.value, soldAt: at, now };
  return ok({ repeated: false, answer: await carryOut(context, sql, command, facts) });
}

type SaleFacts = {
  readonly place: SalePlace;
  readonly customerId: string | null;
  readonly lines: readonly Line[];
  readonly soldAt: Instant;
  readonly now: Instant;
};

async function carryOut(
  context: Context,
  sql: Transaction,
  command: SaleCommand,
  facts: SaleFacts,
): Promise<SaleAnswer> {
  const { shopId, sale, by } = command;
  const { place, customerId, lines, soldAt, now } = facts;
  // Without a customer nobody earns; the frozen rules still tell what the receipt would have given.
  const pointsOf = (line: Line) => (customerId === null ? ZERO : line.award.points);
  const points = sum(lines.map(pointsOf));
  if (customerId !== null && points > ZERO) {
    const { shopPointsExpireDays } = await context.merchants.policies(sql);
    const expiresOn = dayOf(addDays(now, shopPointsExpireDays));
    const earned = { customerId, shopId, saleId: place.id, points, expiresOn, at: now, by };
    const posted = await post(sql, postings.earn(earned));
    invariant(posted.ok && !posted.value.repeated, "a new sale earns");
  }
  const answer = await answerOf(context, sql, { command, facts, points });
  await insertSale(sql, {
    ...place,
    shopId,
    receiptNumber: sale.receiptNumber,
    customerId,
    soldAt,
    createdAt: now,
    by,
    amount: sum(lines.map(amountOf)),
    points,
    rules: frozenRulesOf(lines),
    answer: JSON.stringify(answer),
    lines: lines.map((line, index) => ({
      line: index,
      productId: line.productId,
      name: line.name,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      points: pointsOf(line),
      ruleIds: line.award.competing.map((rule) => rule.id),
    })),
  });
  return answer;
}

async function answerOf(
  { identity }: Context,
  sql: Sql,
  of: { command: SaleCommand; facts: SaleFacts; points: Points },
): Promise<SaleAnswer> {
  const { shopId, sale, language } = of.command;
  const { customerId, lines, place } = of.facts;
  const names = customerId === null ? null : await identity.displayNames(sql, [customerId]);
  const balance = customerId === null ? null : await readBalance(sql, { customerId, shopId });
  return {
    id: place.id,
    receiptNumber: sale.receiptNumber,
    points: pointsToJson(of.points),
    pendingUntil: null,
    lines: lines.map((line) => {
      const { rule, points } = line.award;
      const { productId, quantity } = line;
      const common = { productId, quantity, unitPrice: pointsToJson(line.unitPrice) };
      if (customerId === null) {
        return { ...common, points: 0, ruleIds: [], because: say("noCustomer", language) };
      }
      const because = explainAward(line, { rule, language });
      const ruleIds = rule ? [rule.id] : [];
      return { ...common, points: pointsToJson(points), ruleIds, because };
    }),
    balance,
    customerName: (customerId === null ? null : names?.get(customerId)) ?? null,
  };
}

/** What a schema cannot say; answers when it was sold, null for now. */
function checkForm(
  sale: NewSale,
  { now, language }: { now: Instant; language: Language },
): Result<Instant | null, "invalid_request"> {
  if (sale.memberCode !== undefined && sale.customerId !== undefined) {
    return invalid("/customerId", "not_together", say("customerOnce", language));
  }
  const wrong = sale.lines.findIndex(
    (line) => (line.productId === undefined) === (line.barcode === undefined),
  );
  if (wrong >= 0) return invalid(`/lines/${wrong}`, "one_of", say("productOnce", language));
  if (sale.soldAt === undefined) return ok(null);
  const soldAt = fromRfc3339(sale.soldAt);
  if (soldAt === null) return invalid("/soldAt", "wrong_format", say("notATime", language));
  if (soldAt > addSeconds(now, CLOCK_SKEW_SECONDS)) {
    return invalid("/soldAt", "too_large", say("soldInFuture", language));
  }
  return ok(soldAt);
}

async function checkShop(
  { merchants }: Context,
  sql: Sql,
  shopId: string,
): Promise<Result<undefined, "shop_not_approved" | "shop_suspended">> {
  const shop = await merchants.shop(sql, shopId);
  invariant(shop, "whoever may sell has a shop");
  if (shop.status === "pending") return err("shop_not_approved");
  return shop.status === "suspended" ? err("shop_suspended") : ok();
}

async function awardLines(
  sql: Sql,
  { shopId, sale, at }: { shopId: string; sale: NewSale; at: Instant },
): Promise<Result<Line[], "unknown_product" | "amount_out_of_range">> {
  const known = await resolveLines(sql, { shopId, lines: sale.lines });
  if (!known.ok) return known;
  const rules = await readRules(sql, shopId);
  const lines = known.value.map((line) => ({ ...line, award: decideAward(line, rules, at) }));
  const isTooMuch =
    sum(lines.map((line) => line.award.points)) > POINTS_MAXIMUM ||
    sum(lines.map(amountOf)) > POINTS_MAXIMUM;
  return isTooMuch ? err("amount_out_of_range") : ok(lines);
}

async function findCustomer(
  { deps, identity }: Context,
  sql: Transaction,
  { sale, saleId, now }: { sale: NewSale; saleId: string; now: Instant },
): Promise<Result<string | null, "unknown_customer" | "member_code_invalid">> {
  if (sale.customerId !== undefined) {
    const exists = await identity.accountExists(sql, sale.customerId);
    return exists ? ok(sale.customerId) : err("unknown_customer");
  }
  if (sale.memberCode === undefined) return ok(null);
  const customerId = await consumeMemberCode(deps, sql, { code: sale.memberCode, saleId, now });
  return customerId === null ? err("member_code_invalid") : ok(customerId);
}

/** Known from the request alone, so that the receipt can be claimed before the member code is used. */
function bucketOfSale(sale: NewSale, saleId: string): number {
  if (sale.customerId !== undefined) return bucketOf(sale.customerId);
  const ofCode = sale.memberCode === undefined ? null : bucketOfCode(sale.memberCode);
  return ofCode ?? bucketOf(saleId);
}

/**
 * A hash of the request as it was sent, not of what it means today: a repeat is the same sale when
 * its member code has long expired, or a price has changed since.
 */
function fingerprintOf(sale: NewSale, soldAt: Instant | null): Buffer {
  const lines = sale.lines.map((line) => [
    line.productId ?? null,
    line.barcode ?? null,
    line.quantity,
    line.unitPrice ?? null,
  ]);
  const content = [sale.memberCode ?? null, sale.customerId ?? null, soldAt, lines];
  return createHash("sha256").update(JSON.stringify(content)).digest();
}

function frozenRulesOf(lines: readonly Line[]): Record<string, Omit<FrozenRule, "id">> {
  const rules = lines.flatMap((line) => line.award.competing);
  return Object.fromEntries(rules.map(({ id, kind, parameters }) => [id, { kind, parameters }]));
}

function amountOf(line: KnownLine): Points {
  return times(line.unitPrice, line.quantity);
}
