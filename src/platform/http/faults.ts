import type { ErrorObject } from "ajv";
import type { Language } from "../../kernel/refusals.ts";
import type { Fault } from "../../kernel/result.ts";
import type { TextFault } from "../../kernel/text/canonical.ts";
import { faultText, type TextKind } from "../../kernel/text/kinds.ts";
import { DEPTH_MAXIMUM, type ScanLimit, VALUES_MAXIMUM } from "./scan-json.ts";

type FaultText = { code: string; en: string; zh: string };

/** What ajv's keywords mean to a person. `{limit}` is filled from the schema. */
const TEXTS: Readonly<Record<string, FaultText>> = {
  required: { code: "required", en: "This field is required.", zh: "此项必填。" },
  additionalProperties: {
    code: "unknown_field",
    en: "There is no such field.",
    zh: "没有这个字段。",
  },
  type: { code: "wrong_type", en: "Expected: {limit}.", zh: "类型应为 {limit}。" },
  minimum: { code: "too_small", en: "At least {limit}.", zh: "不得小于 {limit}。" },
  maximum: { code: "too_large", en: "At most {limit}.", zh: "不得大于 {limit}。" },
  minLength: { code: "too_short", en: "At least {limit} characters.", zh: "至少 {limit} 个字符。" },
  maxLength: { code: "too_long", en: "At most {limit} characters.", zh: "最多 {limit} 个字符。" },
  "x-graphemes": {
    code: "too_long",
    en: "At most {limit} characters.",
    zh: "最多 {limit} 个字符。",
  },
  minItems: { code: "too_few", en: "At least {limit} entries.", zh: "至少 {limit} 项。" },
  maxItems: { code: "too_many", en: "At most {limit} entries.", zh: "最多 {limit} 项。" },
  uniqueItems: { code: "repeated", en: "Entries must differ.", zh: "各项不得重复。" },
  format: { code: "wrong_format", en: "Expected format: {limit}.", zh: "格式应为 {limit}。" },
  pattern: { code: "wrong_format", en: "This does not have the right form.", zh: "格式不正确。" },
  enum: { code: "unknown_value", en: "Not one of the values allowed.", zh: "不在允许的取值内。" },
  const: { code: "unknown_value", en: "Not one of the values allowed.", zh: "不在允许的取值内。" },
};
const OTHER: FaultText = {
  code: "not_usable",
  en: "This has none of the forms allowed.",
  zh: "不符合任何允许的形式。",
};

/** As many faults as an answer holds: a person mends some, and a program that sends more is wrong. */
export const FAULTS_MAXIMUM = 100;
/** Fields that we know have shorter names; a longer one is not repeated in the answer. */
const NAME_LENGTH_MAXIMUM = 200;

type FaultsOptions = { language: Language; prefix: string; maximum?: number };

/** The faults that the validator found, once each, with their JSON pointers (RFC 6901). */
export function faultsOf(
  errors: readonly ErrorObject[],
  { language, prefix, maximum = FAULTS_MAXIMUM }: FaultsOptions,
): Fault[] {
  const faults = new Map<string, Fault>();
  for (const error of errors) {
    if (faults.size >= maximum) break;
    const { code, en, zh } = textOf(error);
    const pointer = prefix + pointerOf(error);
    const name = `${code} ${pointer}`;
    if (faults.has(name)) continue;
    const detail = (language === "en" ? en : zh).replace("{limit}", limitOf(error));
    faults.set(name, { pointer, code, detail });
  }
  return [...faults.values()];
}

/** The pointer to a field; to the object that holds it, where the name is longer than any of ours. */
export function fieldPointer(pointer: string, name: string): string {
  if (name.length > NAME_LENGTH_MAXIMUM) return pointer;
  return `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function textOf({ keyword, params }: ErrorObject): FaultText {
  if (keyword !== "x-text") return TEXTS[keyword] ?? OTHER;
  const { kind, fault } = params as { kind: TextKind; fault: TextFault };
  return { code: fault, ...faultText(kind, fault) };
}

function pointerOf({ instancePath, params }: ErrorObject): string {
  const child = params.missingProperty ?? params.additionalProperty;
  return typeof child === "string" ? fieldPointer(instancePath, child) : instancePath;
}

/** What a body may not exceed, whatever the endpoint. */
const BEYOND: Readonly<Record<ScanLimit, { en: string; zh: string }>> = {
  too_deep: {
    en: `Values are nested deeper than ${DEPTH_MAXIMUM} levels.`,
    zh: `嵌套超过 ${DEPTH_MAXIMUM} 层。`,
  },
  too_many_values: {
    en: `The body holds more than ${VALUES_MAXIMUM} values.`,
    zh: `内容超过 ${VALUES_MAXIMUM} 个值。`,
  },
  too_many_fields: {
    en: "The body holds too many different fields.",
    zh: "内容中不同的字段过多。",
  },
};

export function faultBeyond(limit: ScanLimit, language: Language): Fault {
  const { en, zh } = BEYOND[limit];
  return { pointer: "", code: limit, detail: language === "en" ? en : zh };
}

function limitOf(error: ErrorObject): string {
  return String(error.params.limit ?? error.params.type ?? error.params.format ?? "");
}
