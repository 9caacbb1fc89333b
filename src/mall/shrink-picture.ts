import { err, ok, type Result } from "../kernel/result.ts";
import { openPicture } from "../platform/pictures/open-picture.ts";
import { PICTURE_PIXELS_MAXIMUM, PICTURE_SECONDS_MAXIMUM, PICTURE_SIDE_MAXIMUM } from "./limits.ts";

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A picture as the mall keeps it: turned upright, at most 1 200 pixels a side, WebP, without the
 * metadata that may tell where it was taken. libuv's four threads bound how many are decoded at
 * once. `bad_picture` for anything that is not a whole JPEG, PNG or WebP.
 */
export async function shrinkPicture(base64: string): Promise<Result<Buffer, "bad_picture">> {
  if (!BASE64.test(base64)) return err("bad_picture");
  const content = Buffer.from(base64, "base64");
  const limits = { pixelsMaximum: PICTURE_PIXELS_MAXIMUM, failOn: "warning" } as const;
  const picture = openPicture(content, limits);
  if (picture === null) return err("bad_picture");
  try {
    picture
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
