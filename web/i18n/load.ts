import type { Area, Locale } from "./catalogue.ts";

type Messages = Readonly<Record<string, string>>;

const common: Record<Locale, () => Promise<Messages>> = {
  "zh-CN": async () => (await import("./zh-CN/common.ts")).common,
  en: async () => (await import("./en/common.ts")).common,
};

const byArea: Record<Area, Record<Locale, () => Promise<Messages>>> = {
  mall: {
    "zh-CN": async () => (await import("./zh-CN/mall.ts")).mall,
    en: async () => (await import("./en/mall.ts")).mall,
  },
  shop: {
    "zh-CN": async () => (await import("./zh-CN/shop.ts")).shop,
    en: async () => (await import("./en/shop.ts")).shop,
  },
  seller: {
    "zh-CN": async () => (await import("./zh-CN/seller.ts")).seller,
    en: async () => (await import("./en/seller.ts")).seller,
  },
  operator: {
    "zh-CN": async () => (await import("./zh-CN/operator.ts")).operator,
    en: async () => (await import("./en/operator.ts")).operator,
  },
};

/** Each catalogue is its own file for the browser: a page fetches two, in one language. */
export async function loadMessages(locale: Locale, area: Area | null): Promise<Messages> {
  const [shared, own] = await Promise.all([
    common[locale](),
    area === null ? Promise.resolve({}) : byArea[area][locale](),
  ]);
  return { ...shared, ...own };
}
