import { toRfc3339 } from "../kernel/clock.ts";
import { pointsFromJson, pointsToJson, subtract } from "../kernel/points.ts";
import type { Err } from "../kernel/result.ts";
import { walletsIn, walletsOf } from "../ledger/index.ts";
import type { Transaction } from "../platform/db/database.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import { signedIn } from "../platform/http/access.ts";
import { callerId, type Person } from "../platform/http/caller.ts";
import { type Endpoint, endpoint, type Reply, reply } from "../platform/http/endpoint.ts";
import { gatherReads } from "../platform/lanes/gather-reads.ts";
import { type AskedQuote, askQuotes, type QuoteCommand } from "./ask-quotes.ts";
import type { Context } from "./context.ts";
import {
  ConversionAnswer,
  MovementPage,
  MovementsQuery,
  NewConversion,
  NewQuote,
  QuoteAnswer,
  WalletAnswer,
} from "./contract.ts";
import { type AskedConversions, type ConversionCommand, convertAll, lockAsked } from "./convert.ts";
import { readMovements } from "./read-movements.ts";
import { readWallets, walletsFrom } from "./read-wallet.ts";

const TAG = "Wallet";
const PAGE_LIMIT = 20;

/** What a customer has, what happened to it, and turning shop points into mall points. */
export function walletEndpoints(context: Context): Endpoint[] {
  return [wallet(context), movements(context), quote(context), conversion(context)];
}

/** Wallets that are asked for at the same time are read together. */
function wallet(context: Context): Endpoint {
  const { lookUps } = context.deps.database;
  const read = gatherReads((customerIds) => {
    const version = readFactVersion(lookUps);
    return readWallets(context, lookUps, { customerIds, version });
  });
  return endpoint({
    method: "GET",
    path: "/me/wallet",
    tag: TAG,
    summary: "Mall points, and the points of each shop with what they would give.",
    access: signedIn,
    answers: { 200: WalletAnswer },
    refusals: [],
    async handle({ caller }) {
      return reply(200, await read(callerId(caller)));
    },
  });
}

function movements(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/me/movements",
    tag: TAG,
    summary: "Every change of the available points, newest first, with its reason.",
    access: signedIn,
    query: MovementsQuery,
    answers: { 200: MovementPage },
    refusals: [],
    async handle({ caller, query, language }) {
      const page = await readMovements(context, {
        customerId: callerId(caller),
        unit: query.unit,
        limit: query.limit ?? PAGE_LIMIT,
        cursor: query.cursor,
        language,
      });
      return page.ok ? reply(200, page.value) : page;
    },
  });
}

function quote(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/me/conversion-quotes",
    tag: TAG,
    summary: "What a shop's points would give now; the offer holds for a while.",
    access: signedIn,
    body: NewQuote,
    answers: { 201: QuoteAnswer },
    refusals: ["not_found", "shop_suspended", "below_minimum", "amount_out_of_range"],
    idempotency: "optional",
    batched: {
      ownerOf: ({ caller }) => caller.accountId,
      handleAll: (requests, sql) =>
        answerQuotes(
          context,
          sql,
          requests.map(({ caller, body }) => ({
            customerId: caller.accountId,
            shopId: body.shopId,
            points: pointsFromJson(body.points),
          })),
        ),
    },
  });
}

function conversion(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/me/conversions",
    tag: TAG,
    summary: "Carry out a quote: shop points become mall points.",
    access: signedIn,
    body: NewConversion,
    answers: { 201: ConversionAnswer },
    refusals: [
      "verification_required",
      "not_found",
      "quote_expired",
      "quote_used",
      "shop_suspended",
      "below_minimum",
      "daily_cap_reached",
      "shop_pool_exhausted",
      "insufficient_points",
      "amount_out_of_range",
    ],
    idempotency: "required",
    batched: {
      ownerOf: ({ caller }) => caller.accountId,
      // The answer shows the wallet as this conversion left it, not as the next one does.
      takesTurns: ({ caller }) => [caller.accountId],
      readAll: (requests, sql) => lockAsked(context, sql, requests.map(toConversion)),
      handleAll: (requests, sql, asked) =>
        answerConversions(context, sql, { commands: requests.map(toConversion), asked }),
    },
  });
}

function toConversion(request: { caller: Person; body: { quoteId: string } }): ConversionCommand {
  return { caller: request.caller, quoteId: request.body.quoteId };
}

async function answerQuotes(
  context: Context,
  sql: Transaction,
  commands: readonly QuoteCommand[],
): Promise<(Reply | Err)[]> {
  const asked = await askQuotes(context, sql, commands);
  return asked.map((one) => (one.ok ? reply(201, toQuoteAnswer(one.value)) : one));
}

async function answerConversions(
  context: Context,
  sql: Transaction,
  { commands, asked }: { commands: readonly ConversionCommand[]; asked: AskedConversions },
): Promise<(Reply | Err)[]> {
  const { outcomes, holdings } = await convertAll(context, sql, commands, asked);
  const { version } = asked;
  const customerIds = [...new Set(commands.map(({ caller }) => caller.accountId))];
  const balances = holdings ? walletsIn(holdings) : await walletsOf(sql, customerIds);
  const wallets = await walletsFrom(context, sql, { balances, version });
  return outcomes.map((outcome) => {
    if (!outcome.ok) return outcome;
    const { id, quote: used } = outcome.value;
    return reply(201, {
      id,
      pointsTaken: pointsToJson(used.taken),
      pointsGiven: pointsToJson(used.given),
      fee: pointsToJson(used.fee),
      wallet: wallets.get(used.customerId),
    });
  });
}

function toQuoteAnswer(asked: AskedQuote): QuoteAnswer {
  return {
    id: asked.id,
    shopId: asked.shopId,
    pointsAsked: pointsToJson(asked.asked),
    pointsTaken: pointsToJson(asked.taken),
    pointsGiven: pointsToJson(asked.given),
    pointsKept: pointsToJson(subtract(asked.asked, asked.taken)),
    fee: pointsToJson(asked.fee),
    ratioVersion: asked.ratioVersion,
    expiresAt: toRfc3339(asked.expiresAt),
    mallPointsExpireOn: asked.mallPointsExpireOn,
    mallPointsExpireAt: toRfc3339(asked.mallPointsExpireAt),
  };
}
