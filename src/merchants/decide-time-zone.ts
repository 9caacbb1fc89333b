import type { Instant } from "../kernel/clock.ts";
import { countedSince, type ZoneChange, zoneChanged } from "../kernel/counted-days.ts";
import type { TimeZone } from "../kernel/local-day.ts";

/** The mall's zone, and what its last change left open. */
export type MallZone = {
  readonly timeZone: TimeZone;
  readonly timeZoneChange: ZoneChange | null;
};

/** The same of a shop, which may have no zone of its own: then it goes by the mall's. */
export type ShopZone = {
  readonly timeZone: TimeZone | null;
  readonly timeZoneChange: ZoneChange | null;
};

/** The zone whose days a shop counts by. */
export function timeZoneOf(
  shop: Pick<ShopZone, "timeZone">,
  mall: Pick<MallZone, "timeZone">,
): TimeZone {
  return shop.timeZone ?? mall.timeZone;
}

/** Days of the shop's customers that end after this moment count against its daily caps at `now`. */
export function shopCountsSince(now: Instant, shop: ShopZone, mall: MallZone): Instant {
  const ofMall = shop.timeZone === null ? countedSince(now, mall.timeZoneChange) : now;
  return countedSince(ofMall, shop.timeZoneChange);
}

/** The shop with another zone, or with none of its own, from `at` on. */
export function changeShopZone(
  shop: ShopZone,
  { to, mall, at }: { to: TimeZone | null; mall: MallZone; at: Instant },
): ShopZone {
  const { timeZone, timeZoneChange } = shop;
  if (to === timeZone) return { timeZone, timeZoneChange };
  const counted = shopCountsSince(at, shop, mall);
  return {
    timeZone: to,
    timeZoneChange: zoneChanged(at, { to: to ?? mall.timeZone, counted }),
  };
}

/** The mall with another zone from `at` on. */
export function changeMallZone(
  mall: MallZone,
  { to, at }: { to: TimeZone; at: Instant },
): MallZone {
  const { timeZone, timeZoneChange } = mall;
  if (to === timeZone) return { timeZone, timeZoneChange };
  const counted = countedSince(at, timeZoneChange);
  return { timeZone: to, timeZoneChange: zoneChanged(at, { to, counted }) };
}
