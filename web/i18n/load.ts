import type { Area, Locale, Part } from "./catalogue.ts";

type Messages = Readonly<Record<string, string>>;

const common: Record<Locale, () => Promise<Messages>> = {
  "zh-CN": async () => (await import("./zh-CN/common.ts")).common,
  en: async () => (await import("./en/common.ts")).common,
};

const byName: Record<Area | Part, Record<Locale, () => Promise<Messages>>> = {
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
  identity: {
    "zh-CN": async () => (await import("./zh-CN/identity.ts")).identity,
    en: async () => (await import("./en/identity.ts")).identity,
  },
};

/** Each catalogue is its own file for the browser: a page fetches common and what it names, in one language. */
export async function loadMessages(
  locale: Locale,
  names: readonly (Area | Part)[],
): Promise<Messages> {
  const all = await Promise.all([common[locale](), ...names.map((name) => byName[name][locale]())]);
  return Object.assign({}, ...all) as Messages;
}
