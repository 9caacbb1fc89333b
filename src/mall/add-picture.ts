import { ok, type Result } from "../kernel/result.ts";
import type { MallContext } from "./context.ts";
import { insertPicture } from "./picture.store.ts";
import { pictureUrl } from "./picture-url.ts";

/** Keeps a picture for the seller's products, as `shrinkPicture` made it. */
export async function addPicture(
  mall: MallContext,
  { sellerId, content }: { sellerId: string; content: Buffer },
): Promise<Result<{ url: string }, never>> {
  const id = mall.ids.next("picture");
  const createdAt = mall.clock.now();
  await insertPicture(mall.database, { id, sellerId, content, createdAt });
  return ok({ url: pictureUrl(id) });
}
