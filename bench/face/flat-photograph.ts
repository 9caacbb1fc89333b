import sharp from "sharp";

/** How far before the camera the photograph is held, in its own widths. */
const DISTANCE_WIDTHS = 2;

/**
 * A photograph of 640 × 480 on paper, turned about its upright middle line before a camera: one side
 * comes nearer and grows, the other goes away. Where there is no paper there is a grey wall.
 */
export async function flatPhotograph(photograph: Uint8Array, degrees: number): Promise<Buffer> {
  const { data, info } = await sharp(photograph)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const angle = (degrees * Math.PI) / 180;
  const distance = DISTANCE_WIDTHS * width;
  const turned = Buffer.alloc(data.length, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // The ray through the pixel meets the paper at `across` from its middle line.
      const sideways = x - width / 2;
      const across =
        (sideways * distance) / (distance * Math.cos(angle) - sideways * Math.sin(angle));
      const depth = distance + across * Math.sin(angle);
      const fromX = Math.round(width / 2 + across);
      const fromY = Math.round(height / 2 + ((y - height / 2) * depth) / distance);
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      const from = 3 * (fromY * width + fromX);
      data.copy(turned, 3 * (y * width + x), from, from + 3);
    }
  }
  return sharp(turned, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
}
