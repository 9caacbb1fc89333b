import type { Language } from "../../kernel/refusals.ts";
import type { Fault } from "../../kernel/result.ts";
import { FAULTS_MAXIMUM, fieldPointer } from "./faults.ts";

/**
 * A zero character, or half of a surrogate pair: PostgreSQL refuses the one, UTF-8 cannot carry the
 * other, and nobody types either.
 */
const UNSTORABLE = /[\0\ud800-\udfff]/u;

/**
 * A fault for each text, or name of a field, within the value that cannot be stored, up to as many as
 * an answer holds. The value is no deeper than `DEPTH_MAXIMUM`.
 */
export function unstorableTexts(value: unknown, language: Language, pointer = ""): Fault[] {
  const faults: Fault[] = [];
  collect(value, pointer, { language, faults });
  return faults;
}

type Collection = { readonly language: Language; readonly faults: Fault[] };

function collect(value: unknown, pointer: string, collection: Collection): void {
  if (typeof value === "string") {
    if (UNSTORABLE.test(value)) collection.faults.push(fault(pointer, collection.language));
    return;
  }
  if (value === null || typeof value !== "object") return;
  for (const [name, inner] of Object.entries(value)) {
    if (collection.faults.length >= FAULTS_MAXIMUM) return;
    if (UNSTORABLE.test(name)) collection.faults.push(fault(pointer, collection.language));
    else collect(inner, fieldPointer(pointer, name), collection);
  }
}

function fault(pointer: string, language: Language): Fault {
  const detail =
    language === "en"
      ? "This text holds a character that cannot be stored."
      : "文字中含有无法保存的字符。";
  return { pointer, code: "unusable_character", detail };
}
