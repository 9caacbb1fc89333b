import type { Affine } from "./geometry.ts";

/** A decoded picture: red, green, blue, one byte each, row by row. */
export type Raster = {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
};

/** How a model wants its pixels: (value − subtract) × multiply. */
export type PixelScale = { readonly subtract: number; readonly multiply: number };

/** What a model is fed: all of one colour's rows, then the next colour's. */
export type Sample = {
  readonly values: Float32Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
};

/**
 * The part of a picture that `transform` maps the sample's pixels to, interpolated between its four
 * neighbours; outside the picture it is black. Written as one loop without allocation: this is half
 * of what the pipeline computes outside of the models.
 */
export function sampleRaster(
  { pixels, width, height }: Raster,
  { a, b, c, d, e, f }: Affine,
  to: { readonly width: number; readonly height: number; readonly scale: PixelScale },
): Sample {
  const { subtract, multiply } = to.scale;
  const plane = to.width * to.height;
  const values = new Float32Array(3 * plane);
  for (let row = 0, index = 0; row < to.height; row++) {
    for (let column = 0; column < to.width; column++, index++) {
      const x = a * column + b * row + c;
      const y = d * column + e * row + f;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (x > -1 && y > -1 && x < width && y < height) {
        const left = Math.floor(x);
        const top = Math.floor(y);
        for (let corner = 0; corner < 4; corner++) {
          const pixelX = left + (corner & 1);
          const pixelY = top + (corner >> 1);
          if (pixelX < 0 || pixelY < 0 || pixelX >= width || pixelY >= height) continue;
          const share = (1 - Math.abs(x - pixelX)) * (1 - Math.abs(y - pixelY));
          const at = 3 * (pixelY * width + pixelX);
          red += share * (pixels[at] ?? 0);
          green += share * (pixels[at + 1] ?? 0);
          blue += share * (pixels[at + 2] ?? 0);
        }
      }
      values[index] = (red - subtract) * multiply;
      values[index + plane] = (green - subtract) * multiply;
      values[index + 2 * plane] = (blue - subtract) * multiply;
    }
  }
  return { values, width: to.width, height: to.height };
}
