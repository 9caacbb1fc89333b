import { randomInt } from "node:crypto";
import type { Logger } from "pino";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { completeDelivered } from "./complete-order.ts";
import type { MallContext, MallOthers } from "./context.ts";
import { followSellers } from "./follow-sellers.ts";
import { forgetUnusedPictures } from "./forget-unused-pictures.ts";
import { indexOutdated } from "./index-outdated.ts";
import { readPictureContent } from "./picture.store.ts";
import { mallEndpoints } from "./routes.ts";
import { countShownProducts } from "./seller.store.ts";

export type { MallOthers } from "./context.ts";

export type Mall = {
  readonly endpoints: readonly Endpoint[];
  /** How many of the seller's products the mall shows now. */
  countListedProducts(sql: Sql, sellerId: string): Promise<number>;
  /** Completes orders delivered longer ago than the policy says; answers how many. For a job. */
  completeDelivered(signal?: AbortSignal): Promise<number>;
  /** Indexes products again that were indexed by another version; answers how many. For a job. */
  indexOutdated(signal?: AbortSignal): Promise<number>;
  /** Removes pictures that nothing has shown for days; answers how many. For a job. */
  forgetUnusedPictures(signal?: AbortSignal): Promise<number>;
  /** A picture as WebP, by its id (`pic_…`); null when there is none. What an id shows never changes. */
  readPicture(id: string): Promise<Buffer | null>;
};

/**
 * Publishes `product_listed` when a product is shown for the first time and `order_completed` when a
 * seller is paid; follows what becomes of sellers.
 */
export function createMall(deps: Deps, others: MallOthers & { logger: Logger }): Mall {
  const mall: MallContext = { ...deps, ...others, randomBelow: (limit) => randomInt(limit) };
  deps.events.subscribe(followSellers(mall));
  return {
    endpoints: mallEndpoints(mall),
    countListedProducts: async (sql, sellerId) =>
      (await countShownProducts(sql, [sellerId])).get(sellerId) ?? 0,
    completeDelivered: (signal) => completeDelivered(mall, signal),
    indexOutdated: (signal) => indexOutdated(mall, signal),
    forgetUnusedPictures: (signal) => forgetUnusedPictures(mall, signal),
    readPicture: (id) => readPictureContent(deps.database, id),
  };
}
