import { type Static, type TObject, type TProperties, type TSchema, Type } from "typebox";
import { type Instant, toRfc3339 } from "../../kernel/clock.ts";

/** A closed object: a field that is not named here is refused. */
export function Body<Properties extends TProperties>(properties: Properties): TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false });
}

/** An object as answered. Closed too, so that an answer with a field the contract lacks fails in tests. */
export const Answer = Body;

/** Points as a JSON integer of 0 or more. */
export const PointsJson = Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991 });
/** Points as a JSON integer of 1 or more. */
export const PositivePointsJson = Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 });
/** Points with a sign: movements, balances that may be in debt. */
export const SignedPointsJson = Type.Integer({
  minimum: -9_007_199_254_740_991,
  maximum: 9_007_199_254_740_991,
});
/** Money in fen. */
export const MoneyJson = Type.Integer({ minimum: 0, maximum: 9_007_199_254_740_991 });
/** RFC 3339 in UTC with milliseconds. */
export const TimeJson = Type.String({ format: "date-time" });
/** `YYYY-MM-DD`. */
export const DayJson = Type.String({ format: "date" });
export const IdJson = Type.String({ minLength: 1, maxLength: 64 });

/** A problem document, RFC 9457. */
export const PROBLEM_FIELDS = {
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String(),
  instance: Type.String(),
  state: Type.Optional(Type.String({ description: "Of `wrong_state`: the state it is in." })),
  errors: Type.Optional(
    Type.Array(Type.Object({ pointer: Type.String(), code: Type.String(), detail: Type.String() })),
  ),
};

export function Nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

export function Text(limits: { minLength?: number; maxLength: number }) {
  // At least one character that is not white space, where anything is asked for at all.
  return Type.String((limits.minLength ?? 0) > 0 ? { ...limits, pattern: "\\S" } : limits);
}

export function OneOf<const Values extends string[]>(values: readonly [...Values]) {
  return Type.Enum(values);
}

export function PageOf<Item extends TSchema>(item: Item) {
  return Answer({ items: Type.Array(item), nextCursor: Nullable(Type.String()) });
}

export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
};

export type Page<Item> = { items: Item[]; nextCursor: string | null };

export function timeOrNull(at: Instant | null): string | null {
  return at === null ? null : toRfc3339(at);
}

export type Shape<Schema extends TSchema> = Static<Schema>;
