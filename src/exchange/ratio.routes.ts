import { fromRfc3339, toRfc3339 } from "../kernel/clock.ts";
import { type Points, points, pointsFromJson, pointsToJson } from "../kernel/points.ts";
import { type Ratio, ratio } from "../kernel/ratio.ts";
import { err, invalid } from "../kernel/result.ts";
import { withDatabase } from "../platform/deps.ts";
import { readFactVersion } from "../platform/facts/fact-version.store.ts";
import { shopMember } from "../platform/http/access.ts";
import { callerId } from "../platform/http/caller.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { Body, PageQuery } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import {
  NewRatio,
  RatioAnswer,
  RatioPage,
  RatioPreview,
  RatioPreviewAnswer,
  ShopParams,
  ShopSummaryAnswer,
} from "./contract.ts";
import { previewRatio } from "./preview-ratio.ts";
import { listRatios, type RatioVersion } from "./ratio.store.ts";
import { setRatio } from "./set-ratio.ts";
import { summariseShop } from "./summarise-shop.ts";

const TAG = "Shops";
const PAGE_LIMIT = 20;

/** A shop's exchange ratio and what it costs. */
export function ratioEndpoints(context: Context): Endpoint[] {
  return [
    publish(context),
    readInForce(context),
    listVersions(context),
    preview(context),
    summary(context),
  ];
}

function publish(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/exchange-ratio",
    tag: TAG,
    summary: "Publish a new version of the exchange ratio.",
    access: shopMember(["owner"]),
    params: ShopParams,
    body: NewRatio,
    answers: { 201: RatioAnswer },
    refusals: ["ratio_out_of_bounds"],
    idempotency: "optional",
    async handle({ params, body, caller, language }, database) {
      const validFrom = body.validFrom === undefined ? null : fromRfc3339(body.validFrom);
      if (body.validFrom !== undefined && validFrom === null) {
        const detail = language === "en" ? "There is no such moment." : "没有这个时刻。";
        return invalid("/validFrom", "wrong_format", detail);
      }
      const published = await setRatio(withDatabase(context, database), {
        shopId: params.shopId,
        by: callerId(caller),
        ratio: toRatio(body),
        minimumPoints: pointsFromJson(body.minimumPoints ?? 0),
        dailyCapPoints: body.dailyCapPoints ? pointsFromJson(body.dailyCapPoints) : null,
        validFrom,
      });
      return published.ok ? reply(201, toAnswer(published.value)) : published;
    },
  });
}

function readInForce({ deps, remembered }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/exchange-ratio",
    tag: TAG,
    summary: "The exchange ratio in force.",
    access: shopMember(["owner", "manager", "cashier"]),
    params: ShopParams,
    answers: { 200: RatioAnswer },
    refusals: ["not_found"],
    async handle({ params: { shopId } }) {
      const version = await readFactVersion(deps.database);
      const at = deps.clock.now();
      const ratios = await remembered(deps.database, { shopIds: [shopId], at, version });
      const inForce = ratios.get(shopId);
      return inForce ? reply(200, toAnswer(inForce)) : err("not_found");
    },
  });
}

function listVersions({ deps }: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/exchange-ratio/versions",
    tag: TAG,
    summary: "All versions of the exchange ratio, newest first, future ones included.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    query: Body(PageQuery),
    answers: { 200: RatioPage },
    refusals: [],
    async handle({ params: { shopId }, query, language }) {
      const cursor = readCursor(query.cursor, { keyCount: 1, isKeys: isVersion, language });
      if (!cursor.ok) return cursor;
      const before = cursor.value ? Number(cursor.value[0]) : null;
      const limit = query.limit ?? PAGE_LIMIT;
      const found = await listRatios(deps.database, { shopId, before, limit: limit + 1 });
      const keys = (row: RatioVersion) => [String(row.version)];
      return reply(200, pageOf(found, { limit, item: toAnswer, keys }));
    },
  });
}

function preview(context: Context): Endpoint {
  return endpoint({
    method: "POST",
    path: "/shops/{shopId}/exchange-ratio/preview",
    tag: TAG,
    summary: "What a ratio would cost, before it is published.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    body: RatioPreview,
    answers: { 200: RatioPreviewAnswer },
    refusals: ["ratio_out_of_bounds"],
    idempotency: "none",
    noKeyBecause: "It changes nothing.",
    async handle({ params, body }) {
      const cost = await previewRatio(context, { shopId: params.shopId, by: toRatio(body) });
      if (!cost.ok) return cost;
      return reply(200, {
        costOfThousandFen: pointsToJson(cost.value.costOfThousand),
        lastThirtyDaysFen: pointsToJson(cost.value.lastThirtyDays),
        poolLastsDays: toJsonOrNull(cost.value.poolLastsDays),
      });
    },
  });
}

function summary(context: Context): Endpoint {
  return endpoint({
    method: "GET",
    path: "/shops/{shopId}/summary",
    tag: TAG,
    summary: "What the shop awarded, what came of it, and how long its pool lasts.",
    access: shopMember(["owner", "manager"]),
    params: ShopParams,
    answers: { 200: ShopSummaryAnswer },
    refusals: [],
    async handle({ params }) {
      const numbers = await summariseShop(context, params.shopId);
      return reply(200, {
        awarded: pointsToJson(numbers.awarded),
        converted: pointsToJson(numbers.converted),
        outstanding: pointsToJson(numbers.outstanding),
        poolBalance: pointsToJson(numbers.poolBalance),
        poolLastsDays: toJsonOrNull(numbers.poolLastsDays),
        convertedLately: pointsToJson(numbers.convertedLately),
        paidLately: pointsToJson(numbers.paidLately),
        salesToday: numbers.salesToday,
        pointsToday: pointsToJson(numbers.pointsToday),
      });
    },
  });
}

function isVersion([version = ""]: readonly string[]): boolean {
  return /^[1-9]\d{0,8}$/.test(version);
}

function toRatio(sides: { shopPoints: number; mallPoints: number }): Ratio {
  return ratio(pointsFromJson(sides.shopPoints), pointsFromJson(sides.mallPoints));
}

function toAnswer(version: RatioVersion): RatioAnswer {
  return {
    version: version.version,
    shopPoints: pointsToJson(points(version.by.shopPoints)),
    mallPoints: pointsToJson(points(version.by.mallPoints)),
    minimumPoints: pointsToJson(version.minimumPoints),
    dailyCapPoints: toJsonOrNull(version.dailyCapPoints),
    validFrom: toRfc3339(version.validFrom),
    createdAt: toRfc3339(version.createdAt),
  };
}

function toJsonOrNull(amount: Points | null): number | null {
  return amount === null ? null : pointsToJson(amount);
}
