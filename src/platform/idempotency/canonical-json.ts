/**
 * JSON with sorted keys and without white space: the order of fields does not make another request.
 * Fingerprints of it are kept, so it stays as it is. Built as one text in one pass, because every
 * request comes through here.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return textJson(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  return Array.isArray(value) ? listJson(value) : objectJson(value as Record<string, unknown>);
}

/** What JSON may escape, and everything beyond ASCII. */
const NOT_PLAIN = /[^ !#-[\]-~]/;

/** Most texts are plain, and to see that is cheaper than the call that escapes. */
function textJson(text: string): string {
  return NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function listJson(list: readonly unknown[]): string {
  let text = "[";
  for (const [index, inner] of list.entries()) {
    if (index > 0) text += ",";
    text += canonicalJson(inner);
  }
  return `${text}]`;
}

/** What is undefined has no field. */
function objectJson(object: Readonly<Record<string, unknown>>): string {
  let fields = "";
  for (const name of sortedNames(object)) {
    const inner = object[name];
    if (inner === undefined) continue;
    if (fields !== "") fields += ",";
    fields += `${textJson(name)}:${canonicalJson(inner)}`;
  }
  return `{${fields}}`;
}

/** By code units. Most clients send fields in one order, and small objects are often in this one. */
function sortedNames(object: object): string[] {
  const names = Object.keys(object);
  const isSorted = names.every((name, index) => index === 0 || (names[index - 1] ?? "") < name);
  return isSorted ? names : names.sort();
}
