import sharp from "sharp";
import { openPicture } from "../../platform/pictures/open-picture.ts";
import type { Raster } from "./raster.ts";

// Nobody shows the same picture twice, and what was decoded is not kept. Pictures are decoded in the
// pipeline's own threads, two at a time, and gain nothing from more threads for each.
sharp.cache(false);
sharp.concurrency(1);

/** As many as the cameras of most telephones take; a picture decoded is three bytes a pixel. */
const PIXELS_MAXIMUM = 24_000_000;
/** Of the longer side. The detector sees 128 pixels of it, the embedder 112 of the face. */
const SIDE_PIXELS = 640;
const SECONDS_MAXIMUM = 5;

export type DecodedPicture = {
  readonly raster: Raster;
  /** Pixels of the picture as it was sent, to one of the raster. */
  readonly reduction: number;
};

/**
 * Turned upright, made smaller; null for what is no JPEG, PNG or WebP, is cut short or has more
 * pixels than a camera takes.
 */
export async function decodePicture(content: Uint8Array): Promise<DecodedPicture | null> {
  const limits = { pixelsMaximum: PIXELS_MAXIMUM, failOn: "error" } as const;
  const picture = openPicture(content, limits);
  if (picture === null) return null;
  try {
    const sent = await picture.metadata();
    const { data, info } = await picture
      .resize({
        width: SIDE_PIXELS,
        height: SIDE_PIXELS,
        fit: "inside",
        withoutEnlargement: true,
      })
      .flatten()
      .toColourspace("srgb")
      .raw()
      .timeout({ seconds: SECONDS_MAXIMUM })
      .toBuffer({ resolveWithObject: true });
    const longer = Math.max(sent.width, sent.height);
    return {
      raster: threeChannels(data, info),
      reduction: longer / Math.max(info.width, info.height),
    };
  } catch {
    // The library tells by throwing that a picture is broken.
    return null;
  }
}

/** A grey picture has one channel. */
function threeChannels(
  data: Buffer,
  { width, height, channels }: { width: number; height: number; channels: number },
): Raster {
  if (channels === 3) return { pixels: data, width, height };
  const pixels = new Uint8Array(3 * width * height);
  for (let index = 0; index < width * height; index++) {
    pixels.fill(data[index * channels] ?? 0, 3 * index, 3 * index + 3);
  }
  return { pixels, width, height };
}
