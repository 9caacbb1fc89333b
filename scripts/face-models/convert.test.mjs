import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";
import { convertTflite } from "./convert.mjs";
import { flushWeights } from "./flush-weights.mjs";
import { fromHalf, readTflite } from "./read-tflite.mjs";
import { floats, int8, int32, int32s, tinyTflite } from "./tiny-tflite.fixture.mjs";
import { writeOnnx } from "./write-onnx.mjs";

const SAME = int8(0);
const VALID = int8(1);
const NOTHING = int8(0);

/** Runs a model over values that are given as ONNX has them: channel, row, column. */
async function run(model, values, shape) {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  const input = new Tensor("float32", Float32Array.from(values), shape);
  const { output0 } = await session.run({ input });
  return { shape: output0.dims, values: [...output0.data] };
}

describe("each operator computes what TensorFlow Lite says it does", () => {
  test.each([
    {
      what: "CONV_2D mixes channels and adds a bias",
      model: {
        code: 3,
        input: [1, 1, 2, 2],
        output: [1, 1, 2, 2],
        // Out 0 = 1·a + 10·b + 0.5, out 1 = 100·a + 1000·b.
        constants: [
          { shape: [2, 1, 1, 2], bytes: floats(1, 10, 100, 1000) },
          { shape: [2], bytes: floats(0.5, 0) },
        ],
        options: [VALID, int32(1), int32(1), NOTHING],
      },
      // Two pixels: a = 1, 2 and b = 3, 4.
      values: [1, 2, 3, 4],
      expected: { shape: [1, 2, 1, 2], values: [31.5, 42.5, 3100, 4200] },
    },
    {
      what: "CONV_2D with SAME and a stride of two pads at the end, as TensorFlow does",
      model: {
        code: 3,
        input: [1, 4, 4, 1],
        output: [1, 2, 2, 1],
        constants: [
          { shape: [1, 3, 3, 1], bytes: floats(1, 1, 1, 1, 1, 1, 1, 1, 1) },
          { shape: [1], bytes: floats(0) },
        ],
        options: [SAME, int32(2), int32(2), NOTHING],
      },
      values: Array(16).fill(1),
      expected: { shape: [1, 1, 2, 2], values: [9, 6, 6, 4] },
    },
    {
      what: "DEPTHWISE_CONV_2D keeps channels apart, and rows from columns",
      model: {
        code: 4,
        input: [1, 2, 2, 2],
        output: [1, 1, 1, 2],
        // Of channel 0 the right upper pixel, of channel 1 the left lower.
        constants: [
          { shape: [1, 2, 2, 2], bytes: floats(0, 0, 1, 0, 0, 1, 0, 0) },
          { shape: [2], bytes: floats(0, 0) },
        ],
        options: [VALID, int32(1), int32(1), int32(1), NOTHING],
      },
      values: [1, 2, 3, 4, 5, 6, 7, 8],
      expected: { shape: [1, 2, 1, 1], values: [2, 7] },
    },
    {
      what: "MAX_POOL_2D",
      model: {
        code: 17,
        input: [1, 2, 4, 1],
        output: [1, 1, 2, 1],
        options: [SAME, int32(2), int32(2), int32(2), int32(2), NOTHING],
      },
      values: [1, 2, 3, 4, 8, 7, 6, 5],
      expected: { shape: [1, 1, 1, 2], values: [8, 6] },
    },
    {
      what: "RELU",
      model: { code: 19, input: [1, 1, 2, 1], output: [1, 1, 2, 1] },
      values: [-3, 4],
      expected: { shape: [1, 1, 1, 2], values: [0, 4] },
    },
    {
      what: "PRELU has a slope for each channel",
      model: {
        code: 54,
        input: [1, 1, 1, 2],
        output: [1, 1, 1, 2],
        constants: [{ shape: [1, 1, 2], bytes: floats(0.5, 0.25) }],
      },
      values: [-8, -8],
      expected: { shape: [1, 2, 1, 1], values: [-4, -2] },
    },
    {
      what: "ADD",
      model: { code: 0, input: [1, 1, 2, 1], output: [1, 1, 2, 1], inputs: 2, options: [NOTHING] },
      values: [1, 2],
      expected: { shape: [1, 1, 1, 2], values: [2, 4] },
    },
    {
      what: "PAD before and after, each axis its own",
      model: {
        code: 34,
        input: [1, 1, 1, 1],
        output: [1, 1, 3, 2],
        constants: [{ shape: [4, 2], type: 2, bytes: int32s(0, 0, 0, 0, 2, 0, 0, 1) }],
      },
      values: [7],
      expected: { shape: [1, 2, 1, 3], values: [0, 0, 7, 0, 0, 0] },
    },
    {
      what: "RESHAPE takes values in the order of channels last",
      model: {
        code: 22,
        input: [1, 1, 2, 2],
        output: [1, 4, 1],
        constants: [{ shape: [3], type: 2, bytes: int32s(1, 4, 1) }],
      },
      values: [1, 2, 3, 4],
      expected: { shape: [1, 4, 1], values: [1, 3, 2, 4] },
    },
  ])("$what", async ({ model, values, expected }) => {
    const [, height, width, channels] = model.input;
    const onnx = convertTflite(tinyTflite(model), "tiny");
    expect(await run(onnx, values, [1, channels, height, width])).toEqual(expected);
  });
});

test.each([
  ["an operator", { code: 25, input: [1, 1, 1, 1], output: [1, 1, 1, 1] }, "operator 25"],
  [
    "an activation within another operator",
    { code: 0, input: [1, 1, 1, 1], output: [1, 1, 1, 1], inputs: 2, options: [int8(1)] },
    "an addition with an activation",
  ],
])("%s that it does not know is refused rather than left out", (_, model, message) => {
  expect(() => convertTflite(tinyTflite(model), "tiny")).toThrow(message);
});

test("what is no TensorFlow Lite file is refused", () => {
  expect(() => readTflite(Buffer.from("a model of another kind"))).toThrow("no TensorFlow Lite");
});

test.each([
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x0001, 2 ** -24],
  [0x0000, 0],
  [0x7c00, Infinity],
])("half precision %d is %d", (bits, value) => {
  expect(fromHalf(bits)).toBe(value);
});

test("the models of faces are converted to the bytes that are pinned", () => {
  const root = join(import.meta.dirname, "..", "..");
  const table = JSON.parse(readFileSync(join(root, "src/identity/face/models.json"), "utf8"));
  const converted = table.models.filter(({ source }) => source.format === "tflite");
  expect(converted.map(({ file }) => file)).toEqual(["detector.onnx", "landmarks.onnx"]);
  for (const { file, package: name, path, slice, sha256 } of converted) {
    const content = readFileSync(join(root, "node_modules", name, path));
    const onnx = convertTflite(content.subarray(slice.start, slice.end), file);
    expect(createHash("sha256").update(onnx).digest("hex")).toBe(sha256);
  }
});

test("only weights that are next to nothing become nothing", async () => {
  const values = Float32Array.from([1e-30, -1e-13, 1e-11, -2]);
  const model = writeOnnx({
    name: "weights",
    nodes: [{ kind: "Add", inputs: ["input", "weights"], output: "output0", attributes: {} }],
    constants: [{ name: "weights", shape: [4], values }],
    input: { name: "input", shape: [4] },
    outputs: ["output0"],
  });
  const flushed = flushWeights(model);
  expect(flushed).toHaveLength(model.length);
  expect((await run(model, [0, 0, 0, 0], [4])).values).toEqual([...values]);
  const [first, second, ...others] = (await run(flushed, [0, 0, 0, 0], [4])).values;
  expect([first, second]).toEqual([0, 0]);
  expect(others).toEqual([...values.subarray(2)]);
});

test("what is no ONNX model is not flushed", () => {
  expect(() => flushWeights(Buffer.from([0xff, 0xff]))).toThrow("no ONNX model");
});
