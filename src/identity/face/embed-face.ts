import { ALIGNED_SIDE, alignmentOf } from "./align-face.ts";
import type { Features } from "./find-landmarks.ts";
import { type Raster, sampleRaster } from "./raster.ts";
import type { Runtime } from "./runtime.ts";
import { unitLength } from "./vectors.ts";

/** Turns a face into a vector of unit length; those of one person point the same way. */
export type Embedder = (raster: Raster, features: Features) => Promise<Float32Array<ArrayBuffer>>;

const PIXEL_SCALE = { subtract: 127.5, multiply: 1 / 128 };

/** A network of the MobileFaceNet family: 512 numbers from 112 × 112 aligned pixels. */
export async function openEmbedder(runtime: Runtime, model: Uint8Array): Promise<Embedder> {
  const network = await runtime.open(model, [1, 3, ALIGNED_SIDE, ALIGNED_SIDE]);
  const size = { width: ALIGNED_SIDE, height: ALIGNED_SIDE, scale: PIXEL_SCALE };
  return async (raster, features) => {
    const [embedding] = await network.run(sampleRaster(raster, alignmentOf(features), size).values);
    if (embedding === undefined) throw new Error("The embedder gave no answer.");
    return unitLength(embedding);
  };
}
