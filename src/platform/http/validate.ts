import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
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
  for (const ajv of [literal, fromText]) addFormats.default(ajv);
  return {
    // The one header we describe is checked beside the body, so that all faults come in one answer.
    compile: (schema, part) =>
      (part === "querystring" || part === "params" ? fromText : literal).compile(
        part === "headers" ? {} : schema,
      ),
  };
}
