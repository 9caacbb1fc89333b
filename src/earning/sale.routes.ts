import { invariant } from "../kernel/invariant.ts";
import type { Language } from "../kernel/refusals.ts";
import { err } from "../kernel/result.ts";
import { shopMember, signedIn } from "../platform/http/access.ts";
import { type Caller, callerId } from "../platform/http/caller.ts";
import { readCursor, writeCursor } from "../platform/http/cursor.ts";
import {
  type Endpoint,
  endpoint,
  type Reply,
  reply,
  replyText,
} from "../platform/http/endpoint.ts";
import { planFlight } from "./award-in-one-flight.ts";
import {
  NewRefund,
  NewSale,
  NewSales,
  OwnReceiptAnswer,
  ReceiptAnswer,
  ReceiptPage,
  ReceiptParams,
  ReceiptQuery,
  RefundAnswer,
  SaleAnswer,
  SaleParams,
  SalesAnswer,
  ShopParams,
} from "./contract.ts";
import type { SaleCommand } from "./decide-sale.ts";
import type { Context } from "./needs.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { describeReceipts } from "./read-receipts.ts";
import { readSaleFacts } from "./read-sale-facts.ts";
import { recordSales } from "./record-sale.ts";
import { recordSentSales } from "./record-sent-sales.ts";
import { refundSale } from "./refund-sale.ts";
import {
  readAnswers,
  readSaleOfCustomer,
  readSaleOfShop,
  readSalesOfShop,
  receiptBucket,
} from "./sale.store.ts";

const TAG = "Sales";
const atTheTill = shopMember(["owner", "manager", "cashier"]);

export function saleEndpoints(context: Context): Endpoint[] {
  return [
    record(context),
    recordBatch(context),
    refund(context),
    list(context),
    read(context),
    readOwn(context),
  ];
}

const SALE_REFUSALS = [
  "shop_not_approved",
  "shop_suspended",
  "receipt_number_reused",
  "unknown_product",
  "amount_out_of_range",
  "unknown_customer",
  "member_code_invalid",
] as const;

function record(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/sales",
    tag: TAG,
    summary: "Record a sale and award its points; the same receipt again answers 200.",
    access: atTheTill,
    params: ShopParams,
    body: NewSale,
    answers: { 200: SaleAnswer, 201: SaleAnswer },
    refusals: SALE_REFUSALS,
    idempotency: "required",
    batched: {
      ownerOf: ({ body }) => body.customerId ?? body.memberCode ?? body.receiptNumber,
      takesTurns: ({ params, body }) => [`receipt ${params.shopId} ${body.receiptNumber}`],
      planFlight: (requests) => planFlight(context, requests.map(toCommand)),
      readAll: (requests, sql) => readSaleFacts(context, sql, requests.map(toCommand)),
      async handleAll(requests, sql, facts) {
        const recorded = await recordSales(context, sql, requests.map(toCommand), facts);
        return recorded.map((one) => {
          if (!one.ok) return one;
          const { repeated, text, answer } = one.value;
          return replyText(repeated ? 200 : 201, text, answer.id);
        });
      },
      readKept: (kept, sql) =>
        readAnswers(
          sql,
          kept.map(({ request: { params, body }, keptAs: id }) => ({
            bucket: receiptBucket({ shopId: params.shopId, receiptNumber: body.receiptNumber }),
            id,
          })),
        ),
    },
  });
}

function toCommand(request: {
  params: { shopId: string };
  body: NewSale;
  caller: Caller;
  language: Language;
}): SaleCommand {
  const { params, body, caller, language } = request;
  return { shopId: params.shopId, sale: body, by: callerId(caller), language };
}

function recordBatch(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/sales/batch",
    tag: TAG,
    summary: "Record up to 500 sales; each receipt stands by itself, in the order given.",
    access: atTheTill,
    params: ShopParams,
    body: NewSales,
    answers: { 200: SalesAnswer },
    refusals: [],
    idempotency: "required",
    batched: {
      ownerOf: ({ body }) => JSON.stringify(body.sales[0]),
      // Each is a batch of its own already, and up to a megabyte.
      limits: { batchMaximum: 1, waitingMaximum: 64 },
      async handleAll(requests, sql) {
        const answers: Reply[] = [];
        for (const {
          params: { shopId },
          body,
          caller,
          language,
        } of requests) {
          const sent = { shopId, sales: body.sales, by: callerId(caller), language };
          answers.push(replyText(200, await recordSentSales(context, sql, sent)));
        }
        return answers;
      },
    },
  });
}

function refund(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/sales/{saleId}/refunds",
    tag: TAG,
    summary: "Take goods back, and the points they gave.",
    access: atTheTill,
    params: SaleParams,
    body: NewRefund,
    answers: { 201: RefundAnswer },
    refusals: ["not_found", "more_than_sold"],
    idempotency: "required",
    async handle({ params, body, caller }, sql) {
      const command = { ...params, lines: body.lines, by: callerId(caller) };
      const refunded = await refundSale(context, sql, command);
      return refunded.ok ? reply(201, refunded.value) : refunded;
    },
  });
}

function list(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/sales",
    tag: TAG,
    summary: "The shop's receipts, newest first, or the one with a number.",
    access: atTheTill,
    params: ShopParams,
    query: ReceiptQuery,
    answers: { 200: ReceiptPage },
    refusals: [],
    async handle({ params: { shopId }, query, language }) {
      const cursor = readCursor(query.cursor, { keyCount: 1, language });
      if (!cursor.ok) return cursor;
      const sql = context.deps.database;
      const limit = query.limit ?? PAGE_SIZE;
      const sales = await readSalesOfShop(sql, {
        shopId,
        receiptNumber: query.receiptNumber ?? null,
        before: cursor.value?.[0] ?? null,
        limit: limit + 1,
      });
      const shown = sales.slice(0, limit);
      const last = shown.at(-1);
      const nextCursor = sales.length > limit && last ? writeCursor([last.id]) : null;
      return reply(200, { items: await describeReceipts(context, sql, shown), nextCursor });
    },
  });
}

function read(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/sales/{saleId}",
    tag: TAG,
    summary: "One receipt of the shop.",
    access: atTheTill,
    params: SaleParams,
    answers: { 200: ReceiptAnswer },
    refusals: ["not_found"],
    async handle({ params }) {
      const sql = context.deps.database;
      const sale = await readSaleOfShop(sql, params);
      if (!sale) return err("not_found");
      const [receipt] = await describeReceipts(context, sql, [sale]);
      return reply(200, receipt);
    },
  });
}

function readOwn(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/me/receipts/{saleId}",
    tag: TAG,
    summary: "One of my receipts.",
    access: signedIn,
    params: ReceiptParams,
    answers: { 200: OwnReceiptAnswer },
    refusals: ["not_found"],
    async handle({ params: { saleId }, caller: { accountId } }) {
      const sql = context.deps.database;
      const sale = await readSaleOfCustomer(sql, { customerId: accountId, saleId });
      if (!sale) return err("not_found");
      const [receipt] = await describeReceipts(context, sql, [sale]);
      const shop = await context.merchants.shop(sql, sale.shopId);
      invariant(receipt && shop, "a receipt has a shop");
      return reply(200, { ...receipt, shopName: shop.name });
    },
  });
}
