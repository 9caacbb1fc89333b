import { canonicalBarcode } from "./barcode.ts";
import type { Canonical, TextFault } from "./canonical.ts";
import { canonicalEmail } from "./email.ts";
import { canonicalIdentifier } from "./identifier.ts";
import { canonicalLogin } from "./login.ts";
import { canonicalMemberCode } from "./member-code.ts";
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
  memberCode: canonicalMemberCode,
  name: canonicalName,
  prose: canonicalProse,
} as const satisfies Record<string, (text: string) => Canonical>;

export type TextKind = keyof typeof TEXT_KINDS;

/** What a person reads about a text without a canonical form. */
export const TEXT_FAULTS: Readonly<
  Record<TextFault, { readonly en: string; readonly zh: string }>
> = {
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
