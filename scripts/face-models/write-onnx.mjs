/**
 * Writes an ONNX model: a Protocol Buffers message of the schema onnx/onnx.proto, whose field numbers
 * are in the comments' names below. The same graph gives the same bytes.
 *
 * @typedef {{ kind: string, inputs: string[], output: string, attributes: Record<string, number | string | number[]> }} Node
 * @typedef {{ name: string, shape: number[], values: Float32Array | bigint[] }} Constant
 * @param {{ name: string, nodes: Node[], constants: Constant[], input: { name: string, shape: number[] }, outputs: string[] }} graph
 * @returns {Buffer}
 */
export function writeOnnx({ name, nodes, constants, input, outputs }) {
  const graph = message([
    ...nodes.map((node, index) => bytesField(1, nodeMessage(node, `${node.kind}-${index}`))),
    textField(2, name),
    ...constants.map((constant) => bytesField(5, tensorMessage(constant))),
    bytesField(11, valueMessage(input.name, input.shape)),
    ...outputs.map((output) => bytesField(12, valueMessage(output, null))),
  ]);
  return message([
    integerField(1, IR_VERSION),
    textField(2, "tongdui"),
    bytesField(7, graph),
    bytesField(8, message([textField(1, ""), integerField(2, OPERATOR_SET)])),
  ]);
}

const IR_VERSION = 8;
const OPERATOR_SET = 13;

const FLOAT = 1;
const INT64 = 7;

function nodeMessage({ kind, inputs, output, attributes }, name) {
  return message([
    ...inputs.map((input) => textField(1, input)),
    textField(2, output),
    textField(3, name),
    textField(4, kind),
    ...Object.entries(attributes).map((entry) => bytesField(5, attributeMessage(entry))),
  ]);
}

/** AttributeProto: i = 3, s = 4, ints = 8, type = 20. */
function attributeMessage([name, value]) {
  if (typeof value === "number") {
    return message([textField(1, name), integerField(3, value), integerField(20, 2)]);
  }
  if (typeof value === "string") {
    return message([textField(1, name), textField(4, value), integerField(20, 3)]);
  }
  const integers = value.map((item) => integerField(8, item));
  return message([textField(1, name), ...integers, integerField(20, 7)]);
}

/** TensorProto: dims = 1, data_type = 2, name = 8, raw_data = 9. */
function tensorMessage({ name, shape, values }) {
  const isFloat = values instanceof Float32Array;
  return message([
    ...shape.map((length) => integerField(1, length)),
    integerField(2, isFloat ? FLOAT : INT64),
    textField(8, name),
    bytesField(9, isFloat ? floatBytes(values) : integerBytes(values)),
  ]);
}

function floatBytes(values) {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

function integerBytes(values) {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigInt64LE(value, index * 8);
  return bytes;
}

/** ValueInfoProto: name = 1, type = 2 → tensor_type = 1 → elem_type = 1, shape = 2 → dim = 1 → dim_value = 1. */
function valueMessage(name, shape) {
  const dimensions = (shape ?? []).map((length) =>
    bytesField(1, message([integerField(1, length)])),
  );
  const tensor = message([
    integerField(1, FLOAT),
    ...(shape === null ? [] : [bytesField(2, message(dimensions))]),
  ]);
  return message([textField(1, name), bytesField(2, message([bytesField(1, tensor)]))]);
}

function message(fields) {
  return Buffer.concat(fields);
}

function integerField(number, value) {
  return Buffer.concat([variableLength(number << 3), variableLength(value)]);
}

function bytesField(number, bytes) {
  return Buffer.concat([variableLength((number << 3) | 2), variableLength(bytes.length), bytes]);
}

function textField(number, text) {
  return bytesField(number, Buffer.from(text, "utf8"));
}

/** Seven bits a byte, the lowest first; a set high bit says that more follow. */
function variableLength(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}
