import type { Locale, MessageKey } from "../../web/i18n/catalogue.ts";
import { common as commonEn } from "../../web/i18n/en/common.ts";
import { identity as identityEn } from "../../web/i18n/en/identity.ts";
import { mall as mallEn } from "../../web/i18n/en/mall.ts";
import { operator as operatorEn } from "../../web/i18n/en/operator.ts";
import { seller as sellerEn } from "../../web/i18n/en/seller.ts";
import { shop as shopEn } from "../../web/i18n/en/shop.ts";
import { fillMessage } from "../../web/i18n/message.ts";
import { common } from "../../web/i18n/zh-CN/common.ts";
import { identity } from "../../web/i18n/zh-CN/identity.ts";
import { mall } from "../../web/i18n/zh-CN/mall.ts";
import { operator } from "../../web/i18n/zh-CN/operator.ts";
import { seller } from "../../web/i18n/zh-CN/seller.ts";
import { shop } from "../../web/i18n/zh-CN/shop.ts";

const CATALOGUES = {
  "zh-CN": { ...common, ...mall, ...identity, ...shop, ...seller, ...operator },
  en: { ...commonEn, ...mallEn, ...identityEn, ...shopEn, ...sellerEn, ...operatorEn },
};

export type Texts = (key: MessageKey, values?: Record<string, string | number>) => string;

/** What a person reads on the page: a test names things by it, as a person would. */
export function textsOf(locale: Locale): Texts {
  return (key, values = {}) => fillMessage(CATALOGUES[locale][key], values, locale);
}
