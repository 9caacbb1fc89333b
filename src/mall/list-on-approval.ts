import type { Event, EventHandler } from "../platform/events/events.ts";
import type { MallContext } from "./context.ts";
import { markListed } from "./product.store.ts";
import { setSellerApproved } from "./seller.store.ts";

/** What an approval, a suspension and its end make of a seller; other events say nothing about it. */
const APPROVED_AFTER: Partial<Record<Event["kind"], boolean>> = {
  seller_approved: true,
  seller_reinstated: true,
  seller_suspended: false,
};

/** An approved seller's products appear, each announced once in its life; a suspended one's disappear. */
export function listOnApproval(mall: MallContext): EventHandler {
  return async (sql, event) => {
    const isApproved = APPROVED_AFTER[event.kind];
    if (isApproved === undefined) return;
    const { sellerId, at } = event;
    await setSellerApproved(sql, { id: sellerId, isApproved });
    for (const productId of await markListed(sql, { sellerId, at })) {
      await mall.events.publish(sql, { kind: "product_listed", sellerId, productId, at });
    }
  };
}
