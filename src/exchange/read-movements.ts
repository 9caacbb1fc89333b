import { instant, toRfc3339 } from "../kernel/clock.ts";
import { pointsToJson } from "../kernel/points.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import { MALL, type Movement, movementsOf } from "../ledger/index.ts";
import { pageOf, readCursor } from "../platform/http/cursor.ts";
import type { Page } from "../platform/http/schema.ts";
import type { Context } from "./context.ts";
import type { MovementAnswer } from "./contract.ts";
import { shopsOfConversions } from "./conversion.store.ts";

type Wanted = {
  customerId: string;
  unit: string | undefined;
  limit: number;
  cursor: string | undefined;
  language: Language;
};

/** A page of what changed the customer's available points, newest first, with the shop behind it. */
export async function readMovements(
  context: Context,
  { customerId, unit, limit, cursor, language }: Wanted,
): Promise<Result<Page<MovementAnswer>, "invalid_request">> {
  const read = readCursor(cursor, { keyCount: 2, isKeys: isPosition, language });
  if (!read.ok) return read;
  const [at, id] = read.value ?? [];
  const movements = await movementsOf(context.deps.database.lookUps, {
    customerId,
    unit,
    limit: limit + 1,
    before: at !== undefined && id !== undefined ? { at: instant(Number(at)), id } : undefined,
  });
  const names = await namesOf(context, customerId, movements);
  return ok(
    pageOf(movements, {
      limit,
      item: (movement) => toAnswer(movement, names.get(movement.id) ?? null),
      keys: (movement) => [String(movement.at), movement.id],
    }),
  );
}

/** Milliseconds of a year that has four digits, and the id of a movement. */
function isPosition([at = "", id = ""]: readonly string[]): boolean {
  return /^\d{1,14}$/.test(at) && /^mov_[0-9a-f]{32}_\d{1,18}$/.test(id);
}

function toAnswer(movement: Movement, counterparty: string | null): MovementAnswer {
  return {
    id: movement.id,
    at: toRfc3339(movement.at),
    unit: movement.unit,
    points: pointsToJson(movement.points),
    reason: movement.reason,
    reference: movement.reference,
    counterparty,
    balanceAfter: pointsToJson(movement.balanceAfter),
  };
}

/** By movement: the shop whose points they are, or that the mall points were converted from. */
async function namesOf(
  { deps, merchants }: Context,
  customerId: string,
  movements: readonly Movement[],
): Promise<Map<string, string>> {
  const converted = movements.filter((one) => one.unit === MALL && one.reason === "convert");
  const shopOfConversion = await shopsOfConversions(deps.database.lookUps, {
    customerId,
    conversionIds: converted.map((one) => one.reference),
  });
  const shopOf = (one: Movement) =>
    one.unit === MALL ? shopOfConversion.get(one.reference) : one.unit;
  const shopIds = new Set(movements.flatMap((one) => shopOf(one) ?? []));
  const shops = await merchants.shops(deps.database.lookUps, [...shopIds]);
  return new Map(
    movements.flatMap((one) => {
      const shop = shops.get(shopOf(one) ?? "");
      return shop ? [[one.id, shop.name] as const] : [];
    }),
  );
}
