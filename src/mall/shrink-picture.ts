import sharp from "sharp";
import { err, ok, type Result } from "../kernel/result.ts";
import { PICTURE_PIXELS_MAXIMUM, PICTURE_SECONDS_MAXIMUM, PICTURE_SIDE_MAXIMUM } from "./limits.ts";

// Of the many formats libvips reads, only the three we take can be opened at all: a file that lies
// about itself does not reach a decoder with a longer history of holes.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"],
});

const SIGNATURES: readonly { offset: number; bytes: Buffer }[][] = [
  [{ offset: 0, bytes: Buffer.from([0xff, 0xd8, 0xff]) }],
  [{ offset: 0, bytes: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }],
  [
    { offset: 0, bytes: Buffer.from("RIFF", "latin1") },
    { offset: 8, bytes: Buffer.from("WEBP", "latin1") },
  ],
];

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A picture as the mall keeps it: turned upright, at most 1 200 pixels a side, WebP, without the
 * metadata that may tell where it was taken. libuv's four threads bound how many are decoded at
 * once. `bad_picture` for anything that is not a whole JPEG, PNG or WebP.
 */
export async function shrinkPicture(base64: string): Promise<Result<Buffer, "bad_picture">> {
  if (!BASE64.test(base64)) return err("bad_picture");
  const content = Buffer.from(base64, "base64");
  if (!SIGNATURES.some((parts) => parts.every((part) => holdsAt(content, part)))) {
    return err("bad_picture");
  }
  try {
    const picture = sharp(content, { limitInputPixels: PICTURE_PIXELS_MAXIMUM, failOn: "warning" })
      .rotate()
      .resize(PICTURE_SIDE_MAXIMUM, PICTURE_SIDE_MAXIMUM, {
        fit: "inside",
        withoutEnlargement: true,
      })
      .webp({ quality: 82 })
      .timeout({ seconds: PICTURE_SECONDS_MAXIMUM });
    return ok(await picture.toBuffer());
  } catch {
    return err("bad_picture");
  }
}

function holdsAt(content: Buffer, { offset, bytes }: { offset: number; bytes: Buffer }): boolean {
  return content.subarray(offset, offset + bytes.length).equals(bytes);
}
