import { canonicalBarcode } from "./barcode.ts";
import type { Canonical, TextFault } from "./canonical.ts";
import { canonicalDigits } from "./digits.ts";
import { canonicalEmail } from "./email.ts";
import { canonicalIdentifier } from "./identifier.ts";
import { canonicalLogin } from "./login.ts";
import { canonicalName, canonicalProse } from "./name.ts";
import { canonicalPhone } from "./phone.ts";

/**
 * Every kind of text that comes from outside, and the one function that brings it to its canonical
 * form. The function is idempotent: the canonical form of a canonical form is itself.
 */
export const TEXT_KINDS = {
  identifier: canonicalIdentifier,
  phone: canonicalPhone,
  email: canonicalEmail,
  login: canonicalLogin,
  barcode: canonicalBarcode,
  digits: canonicalDigits,
  name: canonicalName,
  prose: canonicalProse,
} as const satisfies Record<string, (text: string) => Canonical>;

export type TextKind = keyof typeof TEXT_KINDS;

type FaultText = { readonly en: string; readonly zh: string };

/** What a person reads about a text of that kind without a canonical form. */
export function faultText(kind: TextKind, fault: TextFault): FaultText {
  if (fault !== "wrong_format") return FAULTS[fault];
  return kind === "phone" ? NO_PHONE : kind === "email" ? NO_EMAIL : FAULTS.wrong_format;
}

const NO_PHONE: FaultText = {
  en: "5 to 20 digits. Outside China, start with + and the country code, without a 0 after it.",
  zh: "请填写 5 至 20 位数字；中国大陆以外的号码以 + 和国家代码开头，其后不加 0。",
};
const NO_EMAIL: FaultText = { en: "This is not an e-mail address.", zh: "这不是邮箱地址。" };
const FAULTS: Readonly<Record<TextFault, FaultText>> = {
  not_visible: { en: "At least one visible character.", zh: "至少需要一个可见字符。" },
  line_break: {
    en: "This holds a line break: send one on each.",
    zh: "内容中含有换行，请每条单独填写。",
  },
  scientific_notation: {
    en: "This number is in scientific notation, so its last digits are lost. Send all digits as text.",
    zh: "这是科学计数法表示的数字，末位数字已丢失，请以文本形式提供完整数字。",
  },
  wrong_format: { en: "This does not have the right form.", zh: "格式不正确。" },
};
