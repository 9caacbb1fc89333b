import { ALIGNED_SIDE, alignmentOf } from "./align-face.ts";
import type { Features } from "./find-landmarks.ts";
import { applyAffine } from "./geometry.ts";
import { type Raster, type Sample, sampleRaster } from "./raster.ts";

/** Of the middle of the aligned face, from the brows to the mouth, whose size is always the same. */
export type LightMeasures = {
  /** The mean luminance, 0 to 255. */
  readonly brightness: number;
  /** The variance of the Laplacian by the variance of the luminance: fine structure by all structure. */
  readonly sharpness: number;
};

const PIXEL_SCALE = { subtract: 0, multiply: 1 };
/** Around it may be hair, a bright wall, or nothing, at the picture's edge. */
const MARGIN = 24;
const SIDE = ALIGNED_SIDE - 2 * MARGIN;

export function measureLight(raster: Raster, features: Features): LightMeasures {
  const aligned = alignmentOf(features);
  const corner = applyAffine(aligned, { x: MARGIN, y: MARGIN });
  const middle = { ...aligned, c: corner.x, f: corner.y };
  return lightOf(sampleRaster(raster, middle, { width: SIDE, height: SIDE, scale: PIXEL_SCALE }));
}

/** Red, green and blue from 0 to 255. */
export function lightOf({ values, width, height }: Sample): LightMeasures {
  const luminance = luminanceOf(values);
  const laplacian = laplacianOf(luminance, { width, height });
  const { mean, variance } = momentsOf(luminance);
  return {
    brightness: mean,
    sharpness: variance === 0 ? 0 : momentsOf(laplacian).variance / variance,
  };
}

/** How much each pixel inside differs from its four neighbours. */
function laplacianOf(
  values: Float32Array,
  { width, height }: { width: number; height: number },
): Float32Array {
  const laplacian = new Float32Array((width - 2) * (height - 2));
  let next = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const beside = (values[at - 1] ?? 0) + (values[at + 1] ?? 0);
      const aboveAndBelow = (values[at - width] ?? 0) + (values[at + width] ?? 0);
      laplacian[next++] = beside + aboveAndBelow - 4 * (values[at] ?? 0);
    }
  }
  return laplacian;
}

/** ITU-R BT.601, as JPEG has it. */
function luminanceOf(values: Float32Array): Float32Array {
  const plane = values.length / 3;
  const luminance = new Float32Array(plane);
  for (let index = 0; index < plane; index++) {
    const red = values[index] ?? 0;
    const green = values[index + plane] ?? 0;
    const blue = values[index + 2 * plane] ?? 0;
    luminance[index] = 0.299 * red + 0.587 * green + 0.114 * blue;
  }
  return luminance;
}

function momentsOf(values: Float32Array): { mean: number; variance: number } {
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / values.length;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  return { mean, variance: squares / values.length };
}
