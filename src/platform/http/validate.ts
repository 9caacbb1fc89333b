import { _, Ajv2020, type KeywordCxt, type ValidateFunction } from "ajv/dist/2020.js";
import { Name, not } from "ajv/dist/compile/codegen/index.js";
import { alwaysValidSchema, Type } from "ajv/dist/compile/util.js";
import type { DataValidateFunction } from "ajv/dist/types/index.js";
import addFormats from "ajv-formats";
import type { Canonical } from "../../kernel/text/canonical.ts";
import { fitsGraphemes } from "../../kernel/text/graphemes.ts";
import { TEXT_KINDS, type TextKind } from "../../kernel/text/kinds.ts";
import { canonicalJson } from "../idempotency/canonical-json.ts";
import { FAULTS_MAXIMUM } from "./faults.ts";

export type Validator = { compile(schema: object, part?: string): ValidateFunction };

/**
 * Bodies are taken literally: "5" is not 5, and no unknown field is dropped in silence. The query
 * string knows only text, so there numbers and booleans are read from it.
 *
 * All faults are collected, but the work for them is bounded: three of Ajv's keywords are replaced.
 */
export function createValidator(): Validator {
  const common = { allErrors: true, useDefaults: true, removeAdditional: false, strict: false };
  const literal = new Ajv2020({ ...common, coerceTypes: false });
  const fromText = new Ajv2020({ ...common, coerceTypes: true });
  for (const ajv of [literal, fromText]) {
    addFormats.default(ajv);
    bringTextsToCanonicalForm(ajv);
    measureTextsQuickly(ajv);
    boundArrays(ajv);
  }
  return {
    // The one header we describe is checked beside the body, so that all faults come in one answer.
    compile: (schema, part) =>
      (part === "querystring" || part === "params" ? fromText : literal).compile(
        part === "headers" ? {} : schema,
      ),
  };
}

/**
 * What a text may be longer than its field takes, in units of UTF-16, before it is refused without a
 * look at its form: white space and marks fall away, but not a megabyte of them.
 */
const LENGTH_ALLOWED = { times: 4, more: 100 };

/**
 * `x-text` names a kind of text: the text is replaced by its canonical form before anything else is
 * checked. `x-graphemes` bounds what people see as characters.
 */
function bringTextsToCanonicalForm(ajv: Ajv2020): void {
  ajv.addKeyword({
    keyword: "x-text",
    before: "maxLength",
    type: "string",
    schemaType: "string",
    modifying: true,
    errors: true,
    compile(kind: TextKind, { maxLength }) {
      const canonical: (text: string) => Canonical = TEXT_KINDS[kind];
      const lengthMaximum = maxLength * LENGTH_ALLOWED.times + LENGTH_ALLOWED.more;
      const check: DataValidateFunction = (text: string, place) => {
        if (text.length > lengthMaximum) return true;
        const form = canonical(text);
        if ("fault" in form) {
          check.errors = [{ keyword: "x-text", params: { kind, fault: form.fault } }];
          return false;
        }
        if (place) place.parentData[place.parentDataProperty] = form.text;
        return true;
      };
      return check;
    },
  });
  ajv.addKeyword({
    keyword: "x-graphemes",
    type: "string",
    schemaType: "number",
    errors: false,
    validate: (limit: number, text: string) => fitsGraphemes(text, limit),
    error: {
      message: "must not have more graphemes than the limit",
      params: ({ schemaCode }: { schemaCode: unknown }) => _`{limit: ${schemaCode as number}}`,
    },
  });
}

/**
 * Lengths count characters, and Ajv counts all of them, of every text: 8 ms of the event loop for the
 * pictures of a film, 2 MB in base64. Here they are counted only where the number of UTF-16 units,
 * one or two a character, does not say enough.
 */
function measureTextsQuickly(ajv: Ajv2020): void {
  const common = { type: "string", schemaType: "number", errors: false } as const;
  const params = ({ schemaCode }: { schemaCode: unknown }) => _`{limit: ${schemaCode as number}}`;
  ajv.removeKeyword("maxLength").addKeyword({
    ...common,
    keyword: "maxLength",
    validate: (limit: number, text: string) =>
      text.length <= limit || (text.length <= 2 * limit && charactersOf(text) <= limit),
    error: { message: "must not have more characters than the limit", params },
  });
  ajv.removeKeyword("minLength").addKeyword({
    ...common,
    keyword: "minLength",
    validate: (limit: number, text: string) =>
      text.length >= 2 * limit || (text.length >= limit && charactersOf(text) >= limit),
    error: { message: "must not have fewer characters than the limit", params },
  });
}

function charactersOf(text: string): number {
  let characters = 0;
  for (const _character of text) characters += 1;
  return characters;
}

/**
 * The items of an array that is too long are not looked at, and those of one that is not no further
 * than to as many faults as an answer holds: 88 kB of empty order lines took Ajv 10 s. Items are
 * compared by their canonical text: Ajv compares each object with each other.
 */
function boundArrays(ajv: Ajv2020): void {
  ajv.removeKeyword("items").addKeyword({
    keyword: "items",
    type: "array",
    schemaType: ["object", "boolean"],
    before: "uniqueItems",
    code: validateItems,
  });
  ajv.removeKeyword("uniqueItems").addKeyword({
    keyword: "uniqueItems",
    type: "array",
    schemaType: "boolean",
    errors: false,
    compile:
      (isAsked: boolean, { maxItems = Number.POSITIVE_INFINITY }) =>
      (items: readonly unknown[]) =>
        !isAsked || items.length > maxItems || allDiffer(items),
    error: { message: "must not have the same item twice" },
  });
}

/** What the code that Ajv makes calls its count of errors. */
const ERRORS = new Name("errors");

/** As Ajv's own keyword of this name, with the two bounds. Our schemas have no `prefixItems`. */
function validateItems(cxt: KeywordCxt): void {
  const { gen, data, it, keyword } = cxt;
  const { maxItems } = cxt.parentSchema as { maxItems?: number };
  it.items = true;
  if (alwaysValidSchema(it, cxt.schema)) return;
  const areValid = gen.let("areValid", true);
  const isValid = gen.name("isValid");
  const length = gen.const("length", _`${data}.length`);
  gen.if(maxItems === undefined ? true : _`${length} <= ${maxItems}`, () => {
    gen.forRange("i", 0, length, (index) => {
      cxt.subschema({ keyword, dataProp: index, dataPropType: Type.Num }, isValid);
      gen.if(not(isValid), () => {
        gen.assign(areValid, false);
        gen.if(_`${ERRORS} >= ${FAULTS_MAXIMUM}`, () => gen.break());
      });
    });
  });
  cxt.ok(areValid);
}

function allDiffer(items: readonly unknown[]): boolean {
  return new Set(items.map(canonicalJson)).size === items.length;
}
