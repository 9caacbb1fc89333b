import { Type } from "typebox";
import {
  Answer,
  Body,
  EmailText,
  IdJson,
  LoginText,
  NameText,
  Nullable,
  OneOf,
  PhoneText,
  Text,
  TimeJson,
} from "../platform/http/schema.ts";
import { DISPLAY_NAME_CHARACTERS_MAXIMUM } from "./limits.ts";

/** Limits of what is read at all; what may be used is decided behind them, with better words. */
const PASSWORD_CHARACTERS_MAXIMUM = 1000;

export const NewCustomer = Body({
  phone: Type.Optional(PhoneText),
  email: Type.Optional(EmailText),
  password: Text({ maxLength: PASSWORD_CHARACTERS_MAXIMUM }),
  displayName: NameText(DISPLAY_NAME_CHARACTERS_MAXIMUM),
});

export const Credentials = Body({
  login: LoginText,
  password: Text({ maxLength: PASSWORD_CHARACTERS_MAXIMUM }),
});

export const AccountAnswer = Answer({
  id: IdJson,
  kind: OneOf(["customer", "staff"]),
  displayName: Type.String(),
  phone: Nullable(Type.String()),
  email: Nullable(Type.String()),
});

export const SignedInAnswer = Answer({ account: AccountAnswer });

export const MembershipAnswer = Answer({
  organisationId: IdJson,
  organisationName: Type.String(),
  kind: OneOf(["shop", "seller", "operator"]),
  role: OneOf(["owner", "manager", "cashier", "staff", "admin", "finance", "support"]),
  status: OneOf(["pending", "approved", "suspended"]),
});

export const SessionAnswer = Answer({
  account: AccountAnswer,
  memberships: Type.Array(MembershipAnswer),
  verifiedUntil: Nullable(TimeJson),
  verifiedBy: Nullable(OneOf(["passkey", "face"])),
});
