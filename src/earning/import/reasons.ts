import type { Language } from "../../kernel/refusals.ts";

/** Why a line of the file was not used, in the order in which a line is looked at. */
const REASONS = {
  broken_quotes: { en: "A quotation mark is not closed.", "zh-CN": "引号没有闭合。" },
  wrong_columns: {
    en: "This line has another number of fields than the header.",
    "zh-CN": "字段数与表头不符。",
  },
  bad_encoding: { en: "This line is not UTF-8 text.", "zh-CN": "此行不是 UTF-8 文本。" },
  not_a_receipt: {
    en: "The invoice number is neither digits (a sale) nor C and digits (a return).",
    "zh-CN": "单号既不是数字（销售），也不是 C 加数字（退货）。",
  },
  bad_date: {
    en: "The date is not YYYY-MM-DD HH:MM:SS, or lies in the future.",
    "zh-CN": "日期不是 YYYY-MM-DD HH:MM:SS，或晚于现在。",
  },
  bad_quantity: {
    en: "The quantity is not a whole number of at most 1,000,000.",
    "zh-CN": "数量不是整数，或超过 1,000,000。",
  },
  bad_price: {
    en: "The price is not an amount with at most two decimals.",
    "zh-CN": "单价不是至多两位小数的金额。",
  },
  bad_customer: {
    en: "The customer number is not letters and digits.",
    "zh-CN": "顾客编号不是字母或数字。",
  },
  not_a_product: {
    en: "The stock code does not begin with five digits: postage, fees, samples and corrections are no products.",
    "zh-CN": "货号不以五位数字开头：邮费、手续费、样品与更正不是商品。",
  },
  zero_quantity: { en: "The quantity is 0.", "zh-CN": "数量为 0。" },
  negative_quantity: {
    en: "A negative quantity on an invoice that is no return: a stock correction.",
    "zh-CN": "非退货单上的负数量：库存更正。",
  },
  return_not_negative: {
    en: "A return with a quantity above 0.",
    "zh-CN": "退货单上的数量大于 0。",
  },
  price_negative: { en: "The price is below 0.", "zh-CN": "单价小于 0。" },
  price_zero: { en: "The price is 0: nothing was bought.", "zh-CN": "单价为 0：没有发生购买。" },
  mixed_customers: {
    en: "The first line of this invoice names another customer.",
    "zh-CN": "同一单号的首行是另一位顾客。",
  },
  mixed_days: {
    en: "The first line of this invoice is of another day: two receipts share the number.",
    "zh-CN": "同一单号的首行是另一天：两张小票使用了同一单号。",
  },
  original_not_found: {
    en: "No earlier receipt of this customer has so many of this product left to return.",
    "zh-CN": "该顾客此前的小票中没有足够的此商品可退。",
  },
} as const satisfies Record<string, Record<Language, string>>;

export type Reason = keyof typeof REASONS;

export function reasonText(reason: Reason, language: Language): string {
  return REASONS[reason][language];
}

/** A line that was not used; `reason` is of this file, or the code of a refusal at the till. */
export type Reject = {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
  readonly fields: readonly string[];
  /** The line's bytes where they are not UTF-8; written as they are. */
  readonly raw?: Buffer;
};
