import { ok, type Result } from "../kernel/result.ts";
import type { MallContext } from "./context.ts";
import { insertPicture } from "./picture.store.ts";
import { pictureUrl } from "./picture-url.ts";
import { shrinkPicture } from "./shrink-picture.ts";

/** Keeps a picture (base64) for the seller's products. The picture work is done before the database is asked. */
export async function addPicture(
  mall: MallContext,
  { sellerId, image }: { sellerId: string; image: string },
): Promise<Result<{ url: string }, "bad_picture">> {
  const shrunk = await shrinkPicture(image);
  if (!shrunk.ok) return shrunk;
  // From here it succeeds.
  const id = mall.ids.next("picture");
  const createdAt = mall.clock.now();
  await insertPicture(mall.database, { id, sellerId, content: shrunk.value, createdAt });
  return ok({ url: pictureUrl(id) });
}
