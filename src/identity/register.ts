import type { Language } from "../kernel/refusals.ts";
import { err, type Fault, ok, type Result } from "../kernel/result.ts";
import { type Canonical, textOf } from "../kernel/text/canonical.ts";
import { canonicalEmail } from "../kernel/text/email.ts";
import { faultText, type TextKind } from "../kernel/text/kinds.ts";
import { canonicalName } from "../kernel/text/name.ts";
import { canonicalPhone } from "../kernel/text/phone.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { type Account, type AccountKind, insertAccount } from "./account.store.ts";
import { decidePassword, type PasswordWeakness } from "./decide-password.ts";
import type { PasswordHashes } from "./password-hash.ts";

export type NewAccount = {
  readonly kind: AccountKind;
  /** At least one of phone and e-mail is given. */
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly password: string;
  readonly displayName: string;
};

export type PreparedAccount = Account & { readonly passwordHash: string };
type PreparationRefusal = "invalid_request" | "weak_password";

/** Everything about a new account that needs no database. Refuses `invalid_request`, then `weak_password`. */
export async function prepareAccount(
  deps: Deps,
  passwords: PasswordHashes,
  { input, language }: { input: NewAccount; language: Language },
): Promise<Result<PreparedAccount, PreparationRefusal>> {
  const read = {
    phone: input.phone === undefined ? null : canonicalPhone(input.phone),
    email: input.email === undefined ? null : canonicalEmail(input.email),
    displayName: canonicalName(input.displayName),
  };
  const faults = faultsOf(read, language);
  if (faults.length > 0) return err("invalid_request", { faults });
  const phone = read.phone && textOf(read.phone);
  const email = read.email && textOf(read.email);
  const displayName = textOf(read.displayName) ?? "";
  const logins = [phone, email].filter((login) => login !== null);
  const weakness = decidePassword(input.password, logins);
  if (weakness !== null) return err("weak_password", { faults: [faultOf(weakness, language)] });
  const passwordHash = await passwords.hash(input.password);
  const id = deps.ids.next(input.kind);
  return ok({ id, kind: input.kind, displayName, phone, email, passwordHash });
}

/** Stores a prepared account; the unique keys of the table decide who was first. */
export async function storeAccount(
  deps: Deps,
  sql: Sql,
  account: PreparedAccount,
): Promise<Result<Account, "already_registered">> {
  const isNew = await insertAccount(sql, { ...account, createdAt: deps.clock.now() });
  if (!isNew) return err("already_registered");
  const { passwordHash: _, ...stored } = account;
  return ok(stored);
}

type Read = { phone: Canonical | null; email: Canonical | null; displayName: Canonical };

function faultsOf({ phone, email, displayName }: Read, language: Language): Fault[] {
  if (phone === null && email === null) {
    return [{ pointer: "/phone", code: "required", detail: LOGIN_REQUIRED[language] }];
  }
  const read = [
    ["phone", "phone", phone],
    ["email", "email", email],
    ["displayName", "name", displayName],
  ] as const satisfies [string, TextKind, Canonical | null][];
  return read.flatMap(([field, kind, form]) => {
    if (form === null || "text" in form) return [];
    const text = faultText(kind, form.fault);
    return {
      pointer: `/${field}`,
      code: form.fault,
      detail: language === "en" ? text.en : text.zh,
    };
  });
}

function faultOf(weakness: PasswordWeakness, language: Language): Fault {
  return { pointer: "/password", code: weakness, detail: WEAKNESSES[weakness][language] };
}

type Text = Readonly<Record<Language, string>>;

const LOGIN_REQUIRED: Text = {
  en: "Give a phone number or an e-mail address.",
  "zh-CN": "请填写手机号或邮箱。",
};

const WEAKNESSES: Readonly<Record<PasswordWeakness, Text>> = {
  too_short: { en: "At least 8 characters.", "zh-CN": "至少 8 个字符。" },
  too_long: { en: "At most 200 characters.", "zh-CN": "最多 200 个字符。" },
  too_common: {
    en: "This is one of the commonest passwords.",
    "zh-CN": "这是最常见的密码之一。",
  },
  repeated_character: {
    en: "This is one character repeated.",
    "zh-CN": "密码不能只是重复同一个字符。",
  },
  plain_sequence: {
    en: "This is a plain sequence of keys.",
    "zh-CN": "密码不能是连续的数字、字母或按键。",
  },
  same_as_login: {
    en: "The password is the login itself.",
    "zh-CN": "密码不能与账号相同。",
  },
};
