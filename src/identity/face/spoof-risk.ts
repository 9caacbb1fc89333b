import type { Box } from "./detect-faces.ts";
import { type Raster, type Sample, sampleRaster } from "./raster.ts";
import type { Runtime } from "./runtime.ts";

/** How likely the face is a photograph or a screen held before the camera, 0 to 1. */
export type SpoofDetector = (raster: Raster, box: Box) => Promise<number>;

const SIDE = 128;
const PIXEL_SCALE = { subtract: 0, multiply: 1 };
/** The network looks for edges of paper and glass around the face. */
const CONTEXT_PER_BOX = 2.7;

/**
 * A passive detector with an equal error rate of 13.8 % over the frames of a session: a signal, not a
 * gate. It wants blue first; fed red first, its rate is 42 %.
 */
export async function openSpoofDetector(
  runtime: Runtime,
  model: Uint8Array,
): Promise<SpoofDetector> {
  const network = await runtime.open(model, [1, 3, SIDE, SIDE]);
  return async (raster, box) => {
    const sample = sampleRaster(raster, contextTransform(raster, box), {
      width: SIDE,
      height: SIDE,
      scale: PIXEL_SCALE,
    });
    const [scores] = await network.run(blueFirst(sample));
    return 1 - firstOfSoftmax(scores ?? new Float32Array());
  };
}

/** As much around the box as fits into the picture, in the box's own shape, moved inside. */
function contextTransform({ width, height }: Raster, box: Box) {
  const boxWidth = box.right - box.left;
  const boxHeight = box.bottom - box.top;
  const fits = Math.min((width - 1) / boxWidth, (height - 1) / boxHeight, CONTEXT_PER_BOX);
  const across = boxWidth * fits;
  const down = boxHeight * fits;
  const left = within((box.left + box.right - across) / 2, width - 1 - across);
  const top = within((box.top + box.bottom - down) / 2, height - 1 - down);
  const a = across / SIDE;
  const e = down / SIDE;
  return { a, b: 0, c: left + (a - 1) / 2, d: 0, e, f: top + (e - 1) / 2 };
}

function within(value: number, maximum: number): number {
  return Math.min(Math.max(value, 0), maximum);
}

function blueFirst({ values }: Sample): Float32Array<ArrayBuffer> {
  const plane = values.length / 3;
  const turned = new Float32Array(values.length);
  turned.set(values.subarray(2 * plane));
  turned.set(values.subarray(plane, 2 * plane), plane);
  turned.set(values.subarray(0, plane), 2 * plane);
  return turned;
}

/** The first class is the live face. */
function firstOfSoftmax(scores: Float32Array): number {
  const highest = Math.max(...scores);
  const powers = Array.from(scores, (score) => Math.exp(score - highest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return (powers[0] ?? 0) / sum;
}
