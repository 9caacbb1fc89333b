import type { ErrorObject } from "ajv";
import type { Language } from "../../kernel/refusals.ts";
import type { Fault } from "../../kernel/result.ts";
import type { TextFault } from "../../kernel/text/canonical.ts";
import { faultText, type TextKind } from "../../kernel/text/kinds.ts";

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

/** Every fault that the validator found, once each, with its JSON pointer (RFC 6901). */
export function faultsOf(
  errors: readonly ErrorObject[],
  { language, prefix }: { language: Language; prefix: string },
): Fault[] {
  const faults = errors.map((error) => {
    const text = textOf(error);
    return {
      pointer: prefix + pointerOf(error),
      code: text.code,
      detail: (language === "en" ? text.en : text.zh).replace("{limit}", limitOf(error)),
    };
  });
  return faults.filter(
    (fault, index) =>
      faults.findIndex((one) => one.pointer === fault.pointer && one.code === fault.code) === index,
  );
}

function textOf({ keyword, params }: ErrorObject): FaultText {
  if (keyword !== "x-text") return TEXTS[keyword] ?? OTHER;
  const { kind, fault } = params as { kind: TextKind; fault: TextFault };
  return { code: fault, ...faultText(kind, fault) };
}

function pointerOf(error: ErrorObject): string {
  const child = error.params.missingProperty ?? error.params.additionalProperty;
  if (typeof child !== "string") return error.instancePath;
  return `${error.instancePath}/${child.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function limitOf(error: ErrorObject): string {
  return String(error.params.limit ?? error.params.type ?? error.params.format ?? "");
}
