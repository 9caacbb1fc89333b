import { _, Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

export type Validator = { compile(schema: object, part?: string): ValidateFunction };

/**
 * Bodies are taken literally: "5" is not 5, and no unknown field is dropped in silence. The query
 * string knows only text, so there numbers and booleans are read from it.
 */
export function createValidator(): Validator {
  const common = { allErrors: true, useDefaults: true, removeAdditional: false, strict: false };
  const literal = new Ajv2020({ ...common, coerceTypes: false });
  const fromText = new Ajv2020({ ...common, coerceTypes: true });
  for (const ajv of [literal, fromText]) {
    addFormats.default(ajv);
    measureTextsQuickly(ajv);
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
  return [...text].length;
}
