import type { Language } from "../../kernel/refusals.ts";
import type { Fault } from "../../kernel/result.ts";

/**
 * A zero character, or half of a surrogate pair: PostgreSQL refuses the one, UTF-8 cannot carry the
 * other, and nobody types either.
 */
const UNSTORABLE = /[\0\ud800-\udfff]/u;
/** How such a character looks in JSON text, whose own characters were decoded from UTF-8. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i;

/** True when no text in this JSON can be unstorable, told without parsing it. */
export function isSurelyStorable(jsonText: string): boolean {
  return !ESCAPED.test(jsonText);
}

/** One fault for every text, or name of a field, within the value that cannot be stored. */
export function unstorableTexts(value: unknown, language: Language, pointer = ""): Fault[] {
  if (typeof value === "string") return UNSTORABLE.test(value) ? [fault(pointer, language)] : [];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    UNSTORABLE.test(name)
      ? [fault(pointer, language)]
      : unstorableTexts(inner, language, `${pointer}/${escapeName(name)}`),
  );
}

function fault(pointer: string, language: Language): Fault {
  const detail =
    language === "en"
      ? "This text holds a character that cannot be stored."
      : "文字中含有无法保存的字符。";
  return { pointer, code: "unusable_character", detail };
}

function escapeName(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
