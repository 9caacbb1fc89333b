import { addDays } from "../kernel/clock.ts";
import type { MallContext } from "./context.ts";
import { UNUSED_PICTURES_BATCH, UNUSED_PICTURES_KEPT_DAYS } from "./limits.ts";
import { deleteUnusedPictures } from "./picture.store.ts";

/** Removes pictures that no product and no order has shown for days, in batches. Answers how many. */
export async function forgetUnusedPictures(
  mall: MallContext,
  signal?: AbortSignal,
): Promise<number> {
  const before = addDays(mall.clock.now(), -UNUSED_PICTURES_KEPT_DAYS);
  let removed = 0;
  while (!signal?.aborted) {
    const batch = { before, limit: UNUSED_PICTURES_BATCH };
    const count = await mall.database.transaction((sql) => deleteUnusedPictures(sql, batch));
    removed += count;
    if (count < UNUSED_PICTURES_BATCH) break;
  }
  return removed;
}
