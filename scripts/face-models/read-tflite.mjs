/**
 * Reads a TensorFlow Lite model: which operators it has, and what its constants hold. The file is a
 * FlatBuffer of the schema tensorflow/lite/schema/schema.fbs; the numbers of fields below are its.
 *
 * @param {Buffer} bytes
 */
export function readTflite(bytes) {
  if (bytes.toString("latin1", 4, 8) !== "TFL3")
    throw new Error("This is no TensorFlow Lite file.");
  const model = table(bytes, bytes.readUInt32LE(0));
  const codes = model.tables(1).map((code) => Math.max(code.int8(0, 0), code.int32(3, 0)));
  const buffers = model.tables(4).map((buffer) => buffer.bytes(0));
  const [graph, ...others] = model.tables(2);
  if (graph === undefined || others.length > 0) throw new Error("The model must have one graph.");
  return {
    tensors: graph.tables(0).map((tensor) => ({
      shape: tensor.int32s(0),
      values: valuesOf(tensor.int8(1, 0), buffers[tensor.int32(2, 0)]),
    })),
    operators: graph.tables(3).map((operator) => ({
      kind: operatorName(codes[operator.int32(0, 0)]),
      inputs: operator.int32s(1),
      outputs: operator.int32s(2),
      options: operator.table(4),
    })),
    inputs: graph.int32s(1),
    outputs: graph.int32s(2),
  };
}

/** BuiltinOperator of the schema, as far as our models use it. */
const OPERATORS = {
  0: "ADD",
  2: "CONCATENATION",
  3: "CONV_2D",
  4: "DEPTHWISE_CONV_2D",
  6: "DEQUANTIZE",
  17: "MAX_POOL_2D",
  19: "RELU",
  22: "RESHAPE",
  34: "PAD",
  54: "PRELU",
};

function operatorName(code) {
  const name = OPERATORS[code];
  if (name === undefined) throw new Error(`The converter does not know operator ${code}.`);
  return name;
}

/** A constant as floating-point numbers; null for a tensor that is computed. */
function valuesOf(type, bytes) {
  if (bytes.length === 0) return null;
  const width = type === 1 ? 2 : 4;
  const read = {
    0: (at) => bytes.readFloatLE(at),
    1: (at) => fromHalf(bytes.readUInt16LE(at)),
    2: (at) => bytes.readInt32LE(at),
  }[type];
  if (read === undefined) throw new Error(`The converter does not know tensor type ${type}.`);
  return Float32Array.from({ length: bytes.length / width }, (_, index) => read(index * width));
}

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
export function fromHalf(bits) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/**
 * A table of a FlatBuffer. Its first word points back to a list of where each field is, as an offset
 * from the table; 0, or a list that ends earlier, means that the field has its default.
 */
function table(bytes, start) {
  const list = start - bytes.readInt32LE(start);
  const fieldAt = (field) => {
    const entry = 4 + 2 * field;
    const offset = entry < bytes.readUInt16LE(list) ? bytes.readUInt16LE(list + entry) : 0;
    return offset === 0 ? null : start + offset;
  };
  const follow = (at) => at + bytes.readUInt32LE(at);
  const vector = (field) => {
    const at = fieldAt(field);
    if (at === null) return { length: 0, at: 0 };
    return { length: bytes.readUInt32LE(follow(at)), at: follow(at) + 4 };
  };
  const each = (field, read) => {
    const { length, at } = vector(field);
    return Array.from({ length }, (_, index) => read(at + 4 * index));
  };
  return {
    int8: (field, otherwise) => orDefault(fieldAt(field), (at) => bytes.readInt8(at), otherwise),
    int32: (field, otherwise) =>
      orDefault(fieldAt(field), (at) => bytes.readInt32LE(at), otherwise),
    table: (field) => orDefault(fieldAt(field), (at) => table(bytes, follow(at)), null),
    tables: (field) => each(field, (at) => table(bytes, follow(at))),
    int32s: (field) => each(field, (at) => bytes.readInt32LE(at)),
    bytes: (field) => {
      const { length, at } = vector(field);
      return bytes.subarray(at, at + length);
    },
  };
}

function orDefault(at, read, otherwise) {
  return at === null ? otherwise : read(at);
}
