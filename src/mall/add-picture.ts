import { invariant } from "../kernel/invariant.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import type { MallContext } from "./context.ts";
import { decideUpload } from "./decide-upload.ts";
import { countPictures, insertPicture } from "./picture.store.ts";
import { pictureUrl } from "./picture-url.ts";
import { lockSeller } from "./seller.store.ts";
import { shrinkPicture } from "./shrink-picture.ts";

type Refusal = "seller_suspended" | "limit_reached";

/** The picture as it is kept. A seller that may keep no more is refused before the work is done. */
export async function preparePicture(
  mall: MallContext,
  { sellerId, image }: { sellerId: string; image: string },
): Promise<Result<Buffer, Refusal | "bad_picture">> {
  const may = await mayUpload(mall, mall.database, sellerId);
  return may.ok ? shrinkPicture(image) : may;
}

/** Keeps a prepared picture for the seller's products. Uploads of one seller are counted in turn. */
export function addPicture(
  mall: MallContext,
  { sellerId, content }: { sellerId: string; content: Buffer },
): Promise<Result<{ url: string }, Refusal>> {
  return mall.database.transaction(async (sql) => {
    const seller = await mall.merchants.seller(sql, sellerId);
    await lockSeller(sql, { id: sellerId, isApproved: seller?.status === "approved" });
    const may = await mayUpload(mall, sql, sellerId);
    if (!may.ok) return may;
    // From here it succeeds.
    const id = mall.ids.next("picture");
    await insertPicture(sql, { id, sellerId, content, createdAt: mall.clock.now() });
    return ok({ url: pictureUrl(id) });
  });
}

async function mayUpload(mall: MallContext, sql: Sql, sellerId: string) {
  const seller = await mall.merchants.seller(sql, sellerId);
  invariant(seller, `seller ${sellerId} has members, so it exists`);
  return decideUpload(seller, await countPictures(sql, sellerId));
}
