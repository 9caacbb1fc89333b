import { type Static, type TObject, type TProperties, type TSchema, Type } from "typebox";
import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import { CHARACTERS_PER_GRAPHEME_MAXIMUM } from "../../kernel/text/graphemes.ts";
import type { TextKind } from "../../kernel/text/kinds.ts";

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

export function Nullable<Schema extends TSchema>(
  schema: Schema,
): Type.TUnion<[Schema, Type.TNull]> {
  // One schema where it is a kind of text, so that a fault is said once and not for each alternative.
  if ("x-text" in schema) return { ...schema, type: ["string", "null"] } as never;
  return Type.Union([schema, Type.Null()]);
}

/** Text of a kind: the validator replaces it by its canonical form, then counts its characters. */
function textOfKind(kind: TextKind, limits: { maxLength: number; "x-graphemes"?: number }) {
  return Type.String({ "x-text": kind, ...limits, description: KIND_DESCRIPTIONS[kind] });
}

/** For readers of the OpenAPI document. */
const KIND_DESCRIPTIONS: Readonly<Record<TextKind, string>> = {
  identifier:
    "Compared without invisible characters, in NFKC, with one space between words. A line break inside is refused.",
  phone: "In any spelling; a Chinese mobile number may leave out its country code.",
  email: "In any case; the domain also in its own script.",
  login: "A phone number or an e-mail address, in any spelling.",
  barcode:
    "As scanned or printed: a GTIN is compared at 14 digits, without symbology prefix and (01). Scientific notation is refused.",
  digits: "Digits; spaces and dashes between them are dropped.",
  name: "On one line. Control and invisible characters are dropped; x-graphemes bounds what people see as characters.",
  prose: "Lines of text. Control and invisible characters are dropped.",
};

/** A receipt number, a reference, a voucher code, a category: what is compared. Not empty. */
export const IdentifierText = (maxLength: number) => textOfKind("identifier", { maxLength });
/** The name of a person or a thing, on one line. Not empty. */
export const NameText = (graphemes: number) =>
  textOfKind("name", {
    maxLength: graphemes * CHARACTERS_PER_GRAPHEME_MAXIMUM,
    "x-graphemes": graphemes,
  });
/** A description, a reason, a note: lines of text, or none. */
export const ProseText = (maxLength: number) => textOfKind("prose", { maxLength });
export const BarcodeText = (maxLength: number) => textOfKind("barcode", { maxLength });

const LOGIN_MAXIMUM = 320;
export const PhoneText = textOfKind("phone", { maxLength: LOGIN_MAXIMUM });
export const EmailText = textOfKind("email", { maxLength: LOGIN_MAXIMUM });
/** What a person signs in with; a text that is none names nobody. */
export const LoginText = textOfKind("login", { maxLength: LOGIN_MAXIMUM });
/** A member code or a pick-up code; a text that is none belongs to nobody. */
export const DigitsText = textOfKind("digits", { maxLength: 64 });

/** Text that is taken as it is: passwords, and words to search for. */
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
