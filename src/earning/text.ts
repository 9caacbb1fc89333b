import type { Language } from "../kernel/refusals.ts";

/** What single fields are told, beside the refusals of the catalogue. */
const TEXTS = {
  scopeOnce: {
    en: "A rule is for one product or for one category, not both.",
    "zh-CN": "规则只能针对一个商品或一个分类。",
  },
  scopeUnknown: { en: "The shop does not have this product.", "zh-CN": "本店没有此商品。" },
  endBeforeStart: { en: "The end must be after the start.", "zh-CN": "结束时间须晚于开始时间。" },
  customerOnce: {
    en: "Give a member code or a customer, not both.",
    "zh-CN": "会员码与顾客只能提供一个。",
  },
  productOnce: {
    en: "Give a product or a barcode, one of the two.",
    "zh-CN": "商品与条码须且只能提供一个。",
  },
  soldInFuture: { en: "This is in the future.", "zh-CN": "销售时间不能晚于现在。" },
  notATime: { en: "There is no such time.", "zh-CN": "不存在的时间。" },
  noCustomer: {
    en: "No member on this receipt",
    "zh-CN": "此小票没有会员",
  },
} as const satisfies Record<string, Record<Language, string>>;

export function say(text: keyof typeof TEXTS, language: Language): string {
  return TEXTS[text][language];
}
