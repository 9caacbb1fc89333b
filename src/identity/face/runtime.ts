/** A network with one input, of the shape it was opened with. */
export type Network = {
  run(input: Float32Array<ArrayBuffer>): Promise<readonly Float32Array[]>;
};

/** What runs networks. One input, any number of outputs, 32-bit floating point. */
export type Runtime = {
  open(model: Uint8Array, inputShape: readonly number[]): Promise<Network>;
};
