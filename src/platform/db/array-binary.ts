/** Object ids of PostgreSQL's built-in types (pg_type.dat). */
const BYTEA = 17;
const TEXT = 25;
const INT32_BYTES = 4;
/** Dimensions, whether there are nulls, the elements' type; then length and first index. */
const HEADER_INT32S = 5;

/**
 * `text[]` as PostgreSQL receives it in binary (`array_recv` in arrayfuncs.c). For long texts full of
 * quotes, such as JSON: they travel as they are, where an array's text form escapes every quote here
 * and undoes it there.
 */
export function binaryTexts(texts: readonly string[]): Buffer {
  return binaryArray(
    TEXT,
    texts.map((text) => Buffer.from(text, "utf8")),
  );
}

/** The same of `bytea[]`, at half of the length of hexadecimal. */
export function binaryBytes(values: readonly Uint8Array[]): Buffer {
  return binaryArray(BYTEA, values);
}

function binaryArray(elementType: number, elements: readonly Uint8Array[]): Buffer {
  const bytes = elements.reduce((all, { length }) => all + INT32_BYTES + length, 0);
  const array = Buffer.allocUnsafe(HEADER_INT32S * INT32_BYTES + bytes);
  let offset = 0;
  for (const header of [1, 0, elementType, elements.length, 1]) {
    offset = array.writeInt32BE(header, offset);
  }
  for (const element of elements) {
    offset = array.writeInt32BE(element.length, offset);
    array.set(element, offset);
    offset += element.length;
  }
  return array;
}
