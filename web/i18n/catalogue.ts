import type { common } from "./zh-CN/common.ts";
import type { identity } from "./zh-CN/identity.ts";
import type { mall } from "./zh-CN/mall.ts";
import type { operator } from "./zh-CN/operator.ts";
import type { seller } from "./zh-CN/seller.ts";
import type { shop } from "./zh-CN/shop.ts";

/** The Chinese catalogues are the source: English must carry exactly their keys. */
export type Catalogue = typeof common &
  typeof mall &
  typeof identity &
  typeof shop &
  typeof seller &
  typeof operator;

export type MessageKey = keyof Catalogue;

export type Area = "mall" | "shop" | "seller" | "operator";

/** Texts of the mall that only some of its pages need; they are loaded with those. */
export type Part = "identity";

export type Locale = "zh-CN" | "en";

/** What an English catalogue must look like, given the Chinese one. */
export type Translated<Source> = { readonly [Key in keyof Source]: string };

type NamesIn<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type Values<Names extends string> = { readonly [Name in Names]: string | number };

/** The values a message needs, read off the placeholders of its Chinese text. */
export type MessageValues<Key extends MessageKey> = [NamesIn<Catalogue[Key]>] extends [never]
  ? []
  : [values: Values<NamesIn<Catalogue[Key]>>];

/** `t(key)` or `t(key, values)`, the values typed by the message itself. */
export type Translate = <Key extends MessageKey>(key: Key, ...values: MessageValues<Key>) => string;
