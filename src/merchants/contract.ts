import { Type } from "typebox";
import {
  Answer,
  Body,
  IdentifierText,
  IdJson,
  LoginText,
  MoneyJson,
  NameText,
  Nullable,
  OneOf,
  PageOf,
  PageQuery,
  PointsJson,
  PositivePointsJson,
  ProseText,
  type Shape,
  TimeJson,
} from "../platform/http/schema.ts";
import { DESCRIPTION_MAXIMUM, NAME_MAXIMUM, REASON_MAXIMUM, REFERENCE_MAXIMUM } from "./limits.ts";

const Name = NameText(NAME_MAXIMUM);
const Description = Nullable(ProseText(DESCRIPTION_MAXIMUM));
const Colour = Type.String({ pattern: "^#[0-9a-fA-F]{6}$" });

export const MerchantStatusJson = OneOf(["pending", "approved", "suspended"]);

export const ShopParams = Body({ shopId: IdJson });
export const SellerParams = Body({ sellerId: IdJson });

/** A shop and a seller look the same from outside. */
export const NewMerchant = Body({
  name: Name,
  description: Type.Optional(Description),
  colour: Type.Optional(Colour),
});
export type NewMerchant = Shape<typeof NewMerchant>;

export const MerchantChanges = Body({
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  colour: Type.Optional(Colour),
});
export type MerchantChanges = Shape<typeof MerchantChanges>;

/** A year: longer than anybody may bring goods back. */
const RETURN_DAYS_MAXIMUM = 365;
const ReturnDays = Type.Integer({ minimum: 0, maximum: RETURN_DAYS_MAXIMUM });
const DAYS_MAXIMUM = 36_500;
const ExpireDays = Type.Integer({ minimum: 1, maximum: DAYS_MAXIMUM });
/** Days after the day of the award; points are good through the last of them. */
const Expiry = Body({ kind: OneOf(["days"]), days: ExpireDays });
const ReceiptNumbers = OneOf(["once", "daily"]);
/** Longer than any name of IANA's. */
const TIME_ZONE_MAXIMUM = 64;
const TimeZoneName = IdentifierText(TIME_ZONE_MAXIMUM);
/**
 * Null is as in the mall. `returnDays`: how long the points of a sale wait before they are available.
 * `receiptNumbers`: whether a number is used once for good, or once a local day.
 */
export const ShopChanges = Body({
  name: Type.Optional(Name),
  description: Type.Optional(Description),
  colour: Type.Optional(Colour),
  returnDays: Type.Optional(Nullable(ReturnDays)),
  timeZone: Type.Optional(Nullable(TimeZoneName)),
  expiry: Type.Optional(Nullable(Expiry)),
  receiptNumbers: Type.Optional(ReceiptNumbers),
});
export type ShopChanges = Shape<typeof ShopChanges>;

const merchantFields = {
  id: IdJson,
  name: Type.String(),
  status: MerchantStatusJson,
  /** `#rrggbb` */
  colour: Type.String(),
  description: Nullable(Type.String()),
  createdAt: TimeJson,
};
export const MerchantAnswer = Answer(merchantFields);
export type MerchantAnswer = Shape<typeof MerchantAnswer>;
/** `mallReturnDays`, `mallTimeZone` and `mallExpiry` hold where the shop's own is null. */
export const ShopAnswer = Answer({
  ...merchantFields,
  returnDays: Nullable(ReturnDays),
  mallReturnDays: ReturnDays,
  timeZone: Nullable(TimeZoneName),
  mallTimeZone: TimeZoneName,
  expiry: Nullable(Expiry),
  mallExpiry: Expiry,
  receiptNumbers: ReceiptNumbers,
});
export type ShopAnswer = Shape<typeof ShopAnswer>;

// Staff.
const ShopStaffRole = OneOf(["manager", "cashier"]);
const SellerStaffRole = OneOf(["staff"]);
export const NewShopStaff = Body({ login: LoginText, role: ShopStaffRole });
export const NewSellerStaff = Body({ login: LoginText, role: SellerStaffRole });
export const StaffAnswer = Answer({
  accountId: IdJson,
  displayName: Type.String(),
  role: OneOf(["owner", "manager", "cashier", "staff"]),
});
export type StaffAnswer = Shape<typeof StaffAnswer>;
export const StaffPage = PageOf(StaffAnswer);

// Invitations.
export const InvitationParams = Body({ invitationId: IdJson });
export const MembershipParams = Body({ organisationId: IdJson });
const GivenRoleJson = OneOf(["manager", "cashier", "staff"]);
/** `login` is what the inviter typed: nothing here says whether it has an account. */
export const InvitationAnswer = Answer({
  id: IdJson,
  login: Type.String(),
  role: GivenRoleJson,
  status: OneOf(["pending", "declined", "expired"]),
  invitedAt: TimeJson,
  expiresAt: TimeJson,
});
export type InvitationAnswer = Shape<typeof InvitationAnswer>;
export const InvitationPage = PageOf(InvitationAnswer);
const OwnInvitationAnswer = Answer({
  id: IdJson,
  organisationId: IdJson,
  organisationName: Type.String(),
  organisationStatus: MerchantStatusJson,
  kind: OneOf(["shop", "seller"]),
  role: GivenRoleJson,
  invitedAt: TimeJson,
  expiresAt: TimeJson,
});
export type OwnInvitationAnswer = Shape<typeof OwnInvitationAnswer>;
export const OwnInvitationPage = PageOf(OwnInvitationAnswer);
export const MembershipAnswer = Answer({
  organisationId: IdJson,
  organisationName: Type.String(),
  kind: OneOf(["shop", "seller"]),
  role: GivenRoleJson,
  status: MerchantStatusJson,
});

// API keys.
export const NewShopApiKey = Body({ name: Name, role: ShopStaffRole });
export const NewSellerApiKey = Body({ name: Name, role: SellerStaffRole });
const apiKeyFields = {
  id: IdJson,
  name: Type.String(),
  role: OneOf(["manager", "cashier", "staff"]),
  createdAt: TimeJson,
};
/** `key` is shown this once; afterwards nobody can read it. */
export const CreatedApiKeyAnswer = Answer({ ...apiKeyFields, key: Type.String() });
export const ApiKeyAnswer = Answer({ ...apiKeyFields, lastUsedAt: Nullable(TimeJson) });
export type ApiKeyAnswer = Shape<typeof ApiKeyAnswer>;
export const ApiKeyPage = PageOf(ApiKeyAnswer);

// Prepaid pool, in fen.
export const NewDeposit = Body({
  amount: PositivePointsJson,
  reference: IdentifierText(REFERENCE_MAXIMUM),
});
const depositFields = { id: IdJson, amount: MoneyJson, reference: Type.String(), at: TimeJson };
const DepositAnswer = Answer(depositFields);
export const MadeDepositAnswer = Answer({ ...depositFields, balance: MoneyJson });
export const PoolAnswer = Answer({ balance: MoneyJson, deposits: Type.Array(DepositAnswer) });

// Operator.
export const ListQuery = Body(PageQuery);
export const MerchantsQuery = Body({ ...PageQuery, status: Type.Optional(MerchantStatusJson) });
const operatorMerchantFields = { ...merchantFields, ownerName: Nullable(Type.String()) };
const OperatorMerchantAnswer = Answer(operatorMerchantFields);
export type OperatorMerchantAnswer = Shape<typeof OperatorMerchantAnswer>;
export const OperatorSellerPage = PageOf(OperatorMerchantAnswer);
const OperatorShopAnswer = Answer({ ...operatorMerchantFields, poolBalance: MoneyJson });
export type OperatorShopAnswer = Shape<typeof OperatorShopAnswer>;
export const OperatorShopPage = PageOf(OperatorShopAnswer);
export const Decision = Body({ reason: Type.Optional(ProseText(REASON_MAXIMUM)) });

const OPERATOR_ACTIONS = [
  "shop_approved",
  "shop_suspended",
  "seller_approved",
  "seller_suspended",
  "pool_deposited",
  "policies_changed",
  "shop_rules_changed",
] as const;
export type OperatorAction = (typeof OPERATOR_ACTIONS)[number];
const LogChange = Answer({
  name: Type.String(),
  before: Nullable(Type.String()),
  after: Type.String(),
});
export type LogChange = Shape<typeof LogChange>;
const LogEntryAnswer = Answer({
  id: IdJson,
  at: TimeJson,
  by: IdJson,
  byName: Nullable(Type.String()),
  action: OneOf([...OPERATOR_ACTIONS]),
  about: Nullable(IdJson),
  aboutName: Nullable(Type.String()),
  reason: Nullable(Type.String()),
  changes: Type.Array(LogChange),
});
export type LogEntryAnswer = Shape<typeof LogEntryAnswer>;
export const LogPage = PageOf(LogEntryAnswer);

/** What an upgrade left as it is: its canonical form is another row's, or it has none. */
const TextClashAnswer = Answer({
  id: IdJson,
  foundAt: TimeJson,
  /** `table.column` */
  place: Type.String(),
  rowId: Type.String(),
  value: Type.String(),
  canonical: Nullable(Type.String()),
  takenBy: Nullable(Type.String()),
});
export type TextClashAnswer = Shape<typeof TextClashAnswer>;
export const TextClashPage = PageOf(TextClashAnswer);

export const OverviewAnswer = Answer({
  shopsPending: Type.Integer({ minimum: 0 }),
  sellersPending: Type.Integer({ minimum: 0 }),
  customers: Type.Integer({ minimum: 0 }),
  facesEnrolled: Type.Integer({ minimum: 0 }),
  /** The duty to file with the authority begins at 100,000 people: `soon` from 80,000 on, then `due`. */
  faceFiling: OneOf(["none", "soon", "due"]),
  mallPointsIssued: PointsJson,
  mallPointsHeld: PointsJson,
  mallPointsRetired: PointsJson,
  balanced: Type.Boolean(),
});

// Policies.
const DAY_SECONDS = 86_400;
const RatioBound = Body({ shopPoints: PositivePointsJson, mallPoints: PositivePointsJson });
const BasisPoints = Type.Integer({ minimum: 0, maximum: 10_000 });
const Seconds = Type.Integer({ minimum: 10, maximum: DAY_SECONDS });
/** In thousandths. Below 0.3 most strangers would pass, above 0.9 nobody. */
const Cosine = Type.Integer({ minimum: 300, maximum: 900 });
const policyFields = {
  pointValueFen: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
  shopPointsExpireDays: ExpireDays,
  mallPointsExpireDays: ExpireDays,
  ratioMinimum: RatioBound,
  ratioMaximum: RatioBound,
  conversionFeeBasisPoints: BasisPoints,
  commissionBasisPoints: BasisPoints,
  verificationMethods: Type.Array(OneOf(["face", "passkey"]), { minItems: 1, uniqueItems: true }),
  verificationWindowSeconds: Seconds,
  quoteHoldSeconds: Seconds,
  orderReturnDays: ReturnDays,
  saleReturnDays: ReturnDays,
  timeZone: TimeZoneName,
  graceDays: Type.Integer({ minimum: 1, maximum: 365 }),
  faceLoginAllowed: Type.Boolean(),
  faceAcceptAt: Cosine,
  faceOfferPasskeyAt: Cosine,
  faceRetentionDays: Type.Integer({ minimum: 30, maximum: 3650 }),
};
export const PoliciesAnswer = Answer({
  version: Type.Integer({ minimum: 1 }),
  ...policyFields,
  validFrom: TimeJson,
});
export const PolicyChanges = Type.Partial(Body(policyFields), { additionalProperties: false });
export type PolicyChanges = Shape<typeof PolicyChanges>;
