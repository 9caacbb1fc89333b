import { readTflite } from "./read-tflite.mjs";
import { writeOnnx } from "./write-onnx.mjs";

/**
 * A TensorFlow Lite model as an ONNX model: input `input` as [1, channels, height, width], outputs
 * `output0`, `output1` … in the order of the original.
 *
 * TensorFlow keeps channels last and ONNX first, so kernels, paddings and per-channel constants are
 * turned around. Pictures stay as ONNX has them; only RESHAPE, which gives them up, turns them back.
 *
 * @param {Buffer} bytes
 * @param {string} name
 * @returns {Buffer}
 */
export function convertTflite(bytes, name) {
  const model = readTflite(bytes);
  const [input] = model.inputs;
  const graph = { model, nodes: [], constants: [], names: new Map([[input, "input"]]) };
  for (const operator of model.operators) CONVERT[operator.kind](graph, operator);
  const [, height, width, channels] = model.tensors[input].shape;
  const outputs = model.outputs.map((tensor, index) => {
    const last = nameOf(graph, tensor);
    add(graph, "Identity", { inputs: [last], output: `output${index}` });
    return `output${index}`;
  });
  const shape = [1, channels, height, width];
  const { nodes, constants } = graph;
  return writeOnnx({ name, nodes, constants, input: { name: "input", shape }, outputs });
}

const CONVERT = {
  CONV_2D: (graph, operator) => {
    const [outs, height, width, ins] = weights(graph, operator).shape;
    // [out, y, x, in] → [out, in, y, x]
    const order = (out, channel, y, x) => ((out * height + y) * width + x) * ins + channel;
    const shape = [outs, ins, height, width];
    // Conv2DOptions: padding, stride_w, stride_h, activation, dilation_w, dilation_h.
    const fields = { padding: 0, strides: [2, 1], activation: 3, dilations: [5, 4] };
    convolve(graph, operator, { shape, order, groups: 1, fields });
  },
  DEPTHWISE_CONV_2D: (graph, operator) => {
    const [, height, width, outs] = weights(graph, operator).shape;
    // [1, y, x, out] → [out, 1, y, x]
    const order = (out, _, y, x) => (y * width + x) * outs + out;
    const groups = graph.model.tensors[operator.inputs[0]].shape[3];
    const shape = [outs, 1, height, width];
    // DepthwiseConv2DOptions: as above, with depth_multiplier after the strides.
    const fields = { padding: 0, strides: [2, 1], activation: 4, dilations: [6, 5] };
    convolve(graph, operator, { shape, order, groups, fields });
  },
  MAX_POOL_2D: (graph, { inputs, outputs, options }) => {
    // Pool2DOptions: padding, stride_w, stride_h, filter_width, filter_height, activation.
    refuse(options.int8(5, 0) !== 0, "a pool with an activation");
    const attributes = {
      auto_pad: paddingName(options.int8(0, 0)),
      kernel_shape: [options.int32(4, 1), options.int32(3, 1)],
      strides: [options.int32(2, 1), options.int32(1, 1)],
    };
    compute(graph, "MaxPool", {
      inputs: [nameOf(graph, inputs[0])],
      output: outputs[0],
      attributes,
    });
  },
  ADD: (graph, { inputs, outputs, options }) => {
    refuse((options?.int8(0, 0) ?? 0) !== 0, "an addition with an activation");
    const names = inputs.map((tensor) => nameOf(graph, tensor));
    compute(graph, "Add", { inputs: names, output: outputs[0] });
  },
  RELU: (graph, { inputs, outputs }) => {
    compute(graph, "Relu", { inputs: [nameOf(graph, inputs[0])], output: outputs[0] });
  },
  PRELU: (graph, { inputs, outputs }) => {
    const slopes = graph.model.tensors[inputs[1]].values;
    const slope = constant(graph, `slope${outputs[0]}`, [slopes.length, 1, 1], slopes);
    compute(graph, "PRelu", { inputs: [nameOf(graph, inputs[0]), slope], output: outputs[0] });
  },
  PAD: (graph, { inputs, outputs }) => {
    // Pairs (before, after) for batch, y, x, channel → all before, then all after, channels second.
    const pairs = graph.model.tensors[inputs[1]].values;
    const order = [0, 3, 1, 2];
    const amounts = [0, 1].flatMap((end) => order.map((axis) => BigInt(pairs[2 * axis + end])));
    const pads = constant(graph, `pads${outputs[0]}`, [8], amounts);
    compute(graph, "Pad", { inputs: [nameOf(graph, inputs[0]), pads], output: outputs[0] });
  },
  RESHAPE: (graph, { inputs, outputs }) => {
    const { shape } = graph.model.tensors[outputs[0]];
    const channelsLast = add(graph, "Transpose", {
      inputs: [nameOf(graph, inputs[0])],
      output: `channels-last${outputs[0]}`,
      attributes: { perm: [0, 2, 3, 1] },
    });
    const lengths = constant(graph, `shape${outputs[0]}`, [shape.length], shape.map(BigInt));
    compute(graph, "Reshape", { inputs: [channelsLast, lengths], output: outputs[0] });
  },
  CONCATENATION: (graph, { inputs, outputs, options }) => {
    // Of pictures the axes would have to be turned around; our models join what was reshaped.
    refuse(graph.model.tensors[outputs[0]].shape.length !== 3, "joining pictures");
    const names = inputs.map((tensor) => nameOf(graph, tensor));
    const attributes = { axis: options.int32(0, 0) };
    compute(graph, "Concat", { inputs: names, output: outputs[0], attributes });
  },
  /** Weights are kept as 16-bit numbers and are constants: read once, they need no operator. */
  DEQUANTIZE: ({ model }, { inputs, outputs }) => {
    const { values } = model.tensors[inputs[0]];
    refuse(values === null, "dequantizing what is computed");
    model.tensors[outputs[0]].values = values;
  },
};

function convolve(graph, { inputs, outputs, options }, { shape, order, groups, fields }) {
  refuse(options.int8(fields.activation, 0) !== 0, "a convolution with an activation");
  const dilated = fields.dilations.some((field) => options.int32(field, 1) !== 1);
  refuse(dilated, "a dilated convolution");
  const [, kernelTensor, biasTensor] = inputs;
  const [outs, ins, height, width] = shape;
  const { values } = graph.model.tensors[kernelTensor];
  const turned = new Float32Array(values.length);
  let next = 0;
  for (let out = 0; out < outs; out++)
    for (let channel = 0; channel < ins; channel++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) turned[next++] = values[order(out, channel, y, x)];
  const [output] = outputs;
  const names = [nameOf(graph, inputs[0]), constant(graph, `kernel${output}`, shape, turned)];
  const bias = graph.model.tensors[biasTensor].values;
  names.push(constant(graph, `bias${output}`, [bias.length], bias));
  const attributes = {
    auto_pad: paddingName(options.int8(fields.padding, 0)),
    group: groups,
    kernel_shape: [height, width],
    strides: fields.strides.map((field) => options.int32(field, 1)),
  };
  compute(graph, "Conv", { inputs: names, output, attributes });
}

function weights({ model }, { inputs }) {
  return model.tensors[inputs[1]];
}

/** TensorFlow's SAME puts the odd pixel at the end, which ONNX calls SAME_UPPER. */
function paddingName(padding) {
  return padding === 0 ? "SAME_UPPER" : "VALID";
}

function nameOf({ names }, tensor) {
  const name = names.get(tensor);
  refuse(name === undefined, `tensor ${tensor}, which nothing computes`);
  return name;
}

/** Adds the node that computes a tensor of the original. */
function compute(graph, kind, { inputs, output, attributes }) {
  graph.names.set(output, add(graph, kind, { inputs, output: `tensor${output}`, attributes }));
}

function add({ nodes }, kind, { inputs, output, attributes = {} }) {
  nodes.push({ kind, inputs, output, attributes });
  return output;
}

function constant({ constants }, name, shape, values) {
  constants.push({ name, shape, values });
  return name;
}

function refuse(isUnknown, what) {
  if (isUnknown) throw new Error(`The converter does not know ${what}.`);
}
