/**
 * Stands in for a model that TensorFlow Lite wrote: one operator over one picture, in the bytes of
 * schema.fbs. Tables are lists of fields, whose place in the list is their number.
 */
export function tinyTflite({ code, input, output, constants = [], options = [], inputs = 1 }) {
  const tensors = [{ shape: input }, ...constants, { shape: output }];
  const last = tensors.length - 1;
  const taken = [...Array(inputs).fill(0), ...constants.map((_, index) => index + 1)];
  const buffers = tensors.map(({ bytes }) => table([vector(bytes ?? Buffer.alloc(0), 1)]));
  const described = tensors.map(({ shape, type = 0 }, index) =>
    table([integers(shape), int8(type), int32(index)]),
  );
  const operator = table([int32(0), integers(taken), integers([last]), null, table(options)]);
  const graph = table([tables(described), integers([0]), integers([last]), tables([operator])]);
  const model = table([
    int32(3),
    tables([table([int8(code)])]),
    tables([graph]),
    null,
    tables(buffers),
  ]);
  return serialize(model);
}

export function floats(...values) {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

export function int32s(...values) {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32LE(value, index * 4);
  return bytes;
}

export const int8 = (value) => ({ kind: "inline", bytes: Buffer.from([value & 255]) });
export const int32 = (value) => ({ kind: "inline", bytes: int32s(value) });
const table = (fields) => ({ kind: "table", fields });
const tables = (items) => ({ kind: "tables", items });
const vector = (bytes, width) => ({ kind: "vector", bytes, width });
const integers = (values) => vector(int32s(...values), 4);

/** The root's place, the mark of the format, and every object after the one that points to it. */
function serialize(root) {
  const chunks = [];
  let length = 0;
  const append = (bytes) => {
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    const chunk = { at: length, bytes: padded };
    chunks.push(chunk);
    length += padded.length;
    return chunk;
  };
  const header = append(Buffer.from("\0\0\0\0TFL3", "latin1"));
  header.bytes.writeUInt32LE(write(root), 0);
  return Buffer.concat(chunks.map(({ bytes }) => bytes));

  function write(object) {
    if (object.kind === "vector") {
      return append(Buffer.concat([int32s(object.bytes.length / object.width), object.bytes])).at;
    }
    if (object.kind === "tables") {
      const list = append(Buffer.alloc(4 + 4 * object.items.length));
      list.bytes.writeUInt32LE(object.items.length, 0);
      object.items.forEach((item, index) => {
        point(list, 4 + 4 * index, item);
      });
      return list.at;
    }
    return writeTable(object.fields);
  }

  /** The list of offsets first, then the table: a word for each field after the one that points back. */
  function writeTable(fields) {
    const size = 4 + 2 * fields.length;
    const offsets = append(Buffer.alloc(size));
    offsets.bytes.writeUInt16LE(size, 0);
    offsets.bytes.writeUInt16LE(4 + 4 * fields.length, 2);
    const body = append(Buffer.alloc(4 + 4 * fields.length));
    body.bytes.writeInt32LE(body.at - offsets.at, 0);
    fields.forEach((field, index) => {
      if (field === null) return;
      const place = 4 + 4 * index;
      offsets.bytes.writeUInt16LE(place, 4 + 2 * index);
      if (field.kind === "inline") field.bytes.copy(body.bytes, place);
      else point(body, place, field);
    });
    return body.at;
  }

  function point(chunk, place, object) {
    const target = write(object);
    chunk.bytes.writeUInt32LE(target - (chunk.at + place), place);
  }
}
