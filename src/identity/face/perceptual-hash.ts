import { cropTransform } from "./geometry.ts";
import { type Raster, sampleRaster } from "./raster.ts";

const COLUMNS = 9;
const ROWS = 8;
/** Pixels averaged for each of the hash's cells, so that noise and compression do not tip them. */
const CELL_PIXELS = 8;
const PIXEL_SCALE = { subtract: 0, multiply: 1 };

/**
 * 64 bits, each of which says whether a cell of the picture is brighter than the next to its right
 * (the "difference hash"): they stay when a picture is compressed again or resized.
 */
export function perceptualHash(raster: Raster): bigint {
  const cells = cellsOf(raster);
  let hash = 0n;
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS - 1; column++) {
      const at = row * COLUMNS + column;
      hash = (hash << 1n) | ((cells[at] ?? 0) > (cells[at + 1] ?? 0) ? 1n : 0n);
    }
  }
  return hash;
}

/** The sums of green, which is most of what the eye takes for brightness. */
function cellsOf(raster: Raster): Float32Array {
  const size = { width: COLUMNS * CELL_PIXELS, height: ROWS * CELL_PIXELS };
  const middle = { x: (raster.width - 1) / 2, y: (raster.height - 1) / 2 };
  const whole = { middle, width: raster.width, height: raster.height, angle: 0 };
  const transform = cropTransform(whole, size);
  const { values } = sampleRaster(raster, transform, { ...size, scale: PIXEL_SCALE });
  const plane = size.width * size.height;
  const cells = new Float32Array(COLUMNS * ROWS);
  for (let index = 0; index < plane; index++) {
    const column = Math.floor((index % size.width) / CELL_PIXELS);
    const row = Math.floor(index / size.width / CELL_PIXELS);
    const at = row * COLUMNS + column;
    cells[at] = (cells[at] ?? 0) + (values[plane + index] ?? 0);
  }
  return cells;
}
