import { Type } from "typebox";
import {
  Answer,
  BarcodeText,
  Body,
  DigitsText,
  IdentifierText,
  IdJson,
  MoneyJson,
  NameText,
  Nullable,
  OneOf,
  PageOf,
  PageQuery,
  PointsJson,
  PROBLEM_FIELDS,
  type Shape,
  SignedPointsJson,
  TimeJson,
} from "../platform/http/schema.ts";
import { LABEL_LENGTH_MAXIMUM, NAME_LENGTH_MAXIMUM } from "./limits.ts";
import { RULE_KINDS } from "./rules/registry.ts";

/** A receipt with more lines than this is not one person's shopping; files may hold longer ones. */
export const LINES_PER_RECEIPT_MAXIMUM = 1_000;
/** What a till that was offline sends at once, or a night's receipts in a few requests. */
export const SALES_PER_BATCH_MAXIMUM = 500;
/** In fen: ten thousand million yuan for one thing. Keeps every amount far from the wire's end. */
const PRICE_MAXIMUM = 1_000_000_000_000;
export const QUANTITY_MAXIMUM = 1_000_000;

const PriceJson = Type.Integer({ minimum: 0, maximum: PRICE_MAXIMUM });
const QuantityJson = Type.Integer({ minimum: 1, maximum: QUANTITY_MAXIMUM });
const NameJson = NameText(NAME_LENGTH_MAXIMUM);
const BarcodeJson = BarcodeText(LABEL_LENGTH_MAXIMUM);
const LabelJson = IdentifierText(LABEL_LENGTH_MAXIMUM);

export const ShopParams = Body({ shopId: IdJson });
export const ProductParams = Body({ shopId: IdJson, productId: IdJson });
export const RuleParams = Body({ shopId: IdJson, ruleId: IdJson });
export const SaleParams = Body({ shopId: IdJson, saleId: IdJson });
export const ReceiptParams = Body({ saleId: IdJson });

// Products.

export const NewProduct = Body({
  name: NameJson,
  barcode: Type.Optional(Nullable(BarcodeJson)),
  category: Type.Optional(Nullable(LabelJson)),
  price: PriceJson,
});
export type NewProduct = Shape<typeof NewProduct>;

const ProductStatus = OneOf(["active", "archived"]);

export const ProductPatch = Body({
  name: Type.Optional(NameJson),
  barcode: Type.Optional(Nullable(BarcodeJson)),
  category: Type.Optional(Nullable(LabelJson)),
  price: Type.Optional(PriceJson),
  status: Type.Optional(ProductStatus),
});
export type ProductPatch = Shape<typeof ProductPatch>;

export const ProductAnswer = Answer({
  id: IdJson,
  name: Type.String(),
  barcode: Nullable(Type.String()),
  category: Nullable(Type.String()),
  price: MoneyJson,
  status: ProductStatus,
});
export type ProductAnswer = Shape<typeof ProductAnswer>;

export const ProductQuery = Body({
  ...PageQuery,
  q: Type.Optional(Type.String({ maxLength: 200 })),
  barcode: Type.Optional(BarcodeJson),
  status: Type.Optional(ProductStatus),
});
export const ProductPage = PageOf(ProductAnswer);

// Reward rules.

const RuleKindJson = OneOf(RULE_KINDS);
export type RuleKindName = (typeof RULE_KINDS)[number];

/** On one product, on one category, or, empty, on the whole shop. Not both. */
const ScopeJson = Body({
  productId: Type.Optional(IdJson),
  category: Type.Optional(LabelJson),
});

export const NewRule = Body({
  scope: ScopeJson,
  kind: RuleKindJson,
  parameters: Type.Object(
    {},
    {
      additionalProperties: true,
      description: "By kind; GET /reward-rule-kinds answers the schema of each.",
    },
  ),
  startsAt: Type.Optional(TimeJson),
  endsAt: Type.Optional(TimeJson),
});
export type NewRule = Shape<typeof NewRule>;

export const RuleAnswer = Answer({
  id: IdJson,
  scope: ScopeJson,
  kind: RuleKindJson,
  parameters: Type.Object({}, { additionalProperties: true }),
  startsAt: Nullable(TimeJson),
  endsAt: Nullable(TimeJson),
  createdAt: TimeJson,
  warnings: Type.Array(Answer({ code: Type.String(), detail: Type.String() })),
});
export type RuleAnswer = Shape<typeof RuleAnswer>;
export const RulePage = PageOf(RuleAnswer);
export const RuleQuery = Body(PageQuery);

export const RuleKindList = Answer({
  items: Type.Array(
    Answer({
      kind: RuleKindJson,
      label: Type.String(),
      parameters: Type.Object({}, { additionalProperties: true, description: "A JSON schema." }),
    }),
  ),
});

export const PreviewRequest = Body({
  lines: Type.Array(
    Body({ productId: IdJson, quantity: QuantityJson, unitPrice: Type.Optional(PriceJson) }),
    { minItems: 1, maxItems: LINES_PER_RECEIPT_MAXIMUM },
  ),
  customerId: Type.Optional(IdJson),
  at: Type.Optional(TimeJson),
});

const LineAward = { points: PointsJson, ruleIds: Type.Array(IdJson), because: Type.String() };
export const PreviewAnswer = Answer({ points: PointsJson, lines: Type.Array(Answer(LineAward)) });

// Sales and refunds.

export const NewSale = Body({
  receiptNumber: LabelJson,
  memberCode: Type.Optional(DigitsText),
  customerId: Type.Optional(IdJson),
  soldAt: Type.Optional(TimeJson),
  lines: Type.Array(
    Body({
      productId: Type.Optional(IdJson),
      barcode: Type.Optional(BarcodeJson),
      quantity: QuantityJson,
      unitPrice: Type.Optional(PriceJson),
    }),
    { minItems: 1, maxItems: LINES_PER_RECEIPT_MAXIMUM },
  ),
});
export type NewSale = Shape<typeof NewSale>;

/** What the customer has in this shop afterwards; `available` is below zero in debt. */
const BalanceAnswer = Answer({ available: SignedPointsJson, pending: PointsJson });

export const SaleAnswer = Answer({
  id: IdJson,
  receiptNumber: Type.String(),
  points: PointsJson,
  pendingUntil: Nullable(TimeJson),
  lines: Type.Array(
    Answer({ productId: IdJson, quantity: QuantityJson, unitPrice: MoneyJson, ...LineAward }),
  ),
  balance: Nullable(BalanceAnswer),
  customerName: Nullable(Type.String()),
});
export type SaleAnswer = Shape<typeof SaleAnswer>;

/** Each is looked at by itself, so that one that cannot be read does not keep the others out. */
export const NewSales = Body({
  sales: Type.Array(
    Type.Object(
      {},
      { additionalProperties: true, description: "As the body of POST /shops/{shopId}/sales." },
    ),
    { minItems: 1, maxItems: SALES_PER_BATCH_MAXIMUM },
  ),
});
export type NewSales = Shape<typeof NewSales>;

/** In the order of the sales; `status` is what the sale would have been answered alone. */
export const SalesAnswer = Answer({
  results: Type.Array(
    Answer({
      status: Type.Integer(),
      sale: Type.Optional(SaleAnswer),
      problem: Type.Optional(Answer(PROBLEM_FIELDS)),
    }),
  ),
});
export type SalesAnswer = Shape<typeof SalesAnswer>;

export const NewRefund = Body({
  lines: Type.Array(
    Body({ line: Type.Integer({ minimum: 0, maximum: 1_000_000 }), quantity: QuantityJson }),
    { minItems: 1, maxItems: LINES_PER_RECEIPT_MAXIMUM },
  ),
});
export const RefundAnswer = Answer({
  id: IdJson,
  pointsTaken: PointsJson,
  balance: Nullable(BalanceAnswer),
});
export type RefundAnswer = Shape<typeof RefundAnswer>;

const receiptFields = {
  id: IdJson,
  receiptNumber: Type.String(),
  soldAt: TimeJson,
  customerName: Nullable(Type.String()),
  points: PointsJson,
  amount: MoneyJson,
  refundedPoints: PointsJson,
  lines: Type.Array(
    Answer({
      productId: IdJson,
      name: Type.String(),
      quantity: QuantityJson,
      unitPrice: MoneyJson,
      points: PointsJson,
      refundedQuantity: Type.Integer({ minimum: 0 }),
    }),
  ),
};
export const ReceiptAnswer = Answer(receiptFields);
export type ReceiptAnswer = Shape<typeof ReceiptAnswer>;
export const OwnReceiptAnswer = Answer({ ...receiptFields, shopName: Type.String() });
export const ReceiptPage = PageOf(ReceiptAnswer);
export const ReceiptQuery = Body({
  ...PageQuery,
  receiptNumber: Type.Optional(LabelJson),
});

// Member codes.

export const MemberCodeAnswer = Answer({ code: Type.String(), expiresAt: TimeJson });
export const MemberLookup = Body({ memberCode: DigitsText });
export const MemberAnswer = Answer({
  customerId: IdJson,
  displayName: Type.String(),
  available: SignedPointsJson,
});
