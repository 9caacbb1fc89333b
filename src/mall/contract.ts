import { type TProperties, Type } from "typebox";
import { WalletAnswer } from "../exchange/contract.ts";
import {
  Answer,
  Body,
  DigitsText,
  IdentifierText,
  IdJson,
  NameText,
  Nullable,
  OneOf,
  PageOf,
  PageQuery,
  PointsJson,
  PositivePointsJson,
  ProseText,
  type Shape,
  Text,
  TimeJson,
} from "../platform/http/schema.ts";
import { ITEM_KIND_KEYS } from "./items/registry.ts";
import {
  ADDRESS_FIELD_LENGTH_MAXIMUM,
  CASH_MAXIMUM_FEN,
  CATEGORY_LENGTH_MAXIMUM,
  CODE_LENGTH_MAXIMUM,
  CODES_PER_UPLOAD_MAXIMUM,
  DESCRIPTION_LENGTH_MAXIMUM,
  LINES_MAXIMUM,
  NAME_LENGTH_MAXIMUM,
  NOTE_LENGTH_MAXIMUM,
  NUMBER_QUERY_LENGTH_MAXIMUM,
  PICKUP_CODE_LENGTH_MAXIMUM,
  PICTURE_URL_LENGTH_MAXIMUM,
  PICTURES_MAXIMUM,
  QUANTITY_MAXIMUM,
  QUERY_LENGTH_MAXIMUM,
  STOCK_MAXIMUM,
} from "./limits.ts";

// What the mall takes and answers on the wire.

/**
 * The categories that the pages have names and icons for, listed even while they are empty. A seller
 * may write any other; it is shown as written.
 */
export const KNOWN_CATEGORIES: readonly string[] = [
  "food",
  "tea",
  "digital",
  "home",
  "beauty",
  "baby",
  "books",
  "sports",
  "voucher",
  "other",
];

export const PRODUCT_SORTS = ["newest", "points_asc", "points_desc", "popular"] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

export const ORDER_STATUSES = [
  "placed",
  "accepted",
  "shipped",
  "delivered",
  "completed",
  "cancelled",
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

const CategoryJson = IdentifierText(CATEGORY_LENGTH_MAXIMUM);
const KindJson = OneOf([...ITEM_KIND_KEYS]);
const StatusJson = OneOf(["active", "hidden"]);
const OrderStatusJson = OneOf([...ORDER_STATUSES]);
const CountJson = Type.Integer({ minimum: 0 });
const CashJson = Type.Integer({ minimum: 0, maximum: CASH_MAXIMUM_FEN });
/** An uploaded picture's address, or one of the seller's own at another site. */
const PictureUrl = Type.String({
  pattern: "^(/pictures/pic_[0-9a-z]{26}\\.webp|https://\\S+)$",
  maxLength: PICTURE_URL_LENGTH_MAXIMUM,
});
const SellerRef = Answer({ id: IdJson, name: Type.String() });

/** A body that may be left out altogether, because everything in it may. */
function OptionalBody<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, {
    additionalProperties: false,
    type: ["object", "null"] as unknown as "object",
  });
}

export const ProductParams = Body({ productId: IdJson });
export const SellerParams = Body({ sellerId: IdJson });
export const SellerProductParams = Body({ sellerId: IdJson, productId: IdJson });
export const OrderParams = Body({ orderId: IdJson });
export const SellerOrderParams = Body({ sellerId: IdJson, orderId: IdJson });
export const AddressParams = Body({ addressId: IdJson });
export const ListQuery = Body(PageQuery);

// Products, as their seller writes them.

const productFields = {
  name: NameText(NAME_LENGTH_MAXIMUM),
  description: Type.Optional(ProseText(DESCRIPTION_LENGTH_MAXIMUM)),
  category: Type.Optional(CategoryJson),
  points: PositivePointsJson,
  cash: Type.Optional(CashJson),
  stock: Type.Integer({
    minimum: 0,
    maximum: STOCK_MAXIMUM,
    description: "Of a voucher the stock is the number of its unused codes, whatever is sent here.",
  }),
  kind: Type.Optional(KindJson),
  pictures: Type.Optional(
    Type.Array(PictureUrl, { maxItems: PICTURES_MAXIMUM, uniqueItems: true }),
  ),
  status: Type.Optional(StatusJson),
};
export const NewProduct = Body(productFields);
export type NewProduct = Shape<typeof NewProduct>;
export const ProductChange = Body({
  ...productFields,
  name: Type.Optional(productFields.name),
  points: Type.Optional(productFields.points),
  stock: Type.Optional(productFields.stock),
});
export type ProductChange = Shape<typeof ProductChange>;

const cardFields = {
  id: IdJson,
  name: Type.String(),
  points: PositivePointsJson,
  cash: CashJson,
  stock: CountJson,
  category: CategoryJson,
  picture: Nullable(PictureUrl),
  seller: SellerRef,
  kind: KindJson,
  redeemable: Type.Boolean(),
  reason: Nullable(OneOf(["out_of_stock", "seller_suspended"])),
};
export const ProductCard = Answer(cardFields);
export type ProductCard = Shape<typeof ProductCard>;
const detailFields = {
  ...cardFields,
  description: Type.String(),
  pictures: Type.Array(PictureUrl),
};
export const ProductDetail = Answer(detailFields);
export type ProductDetail = Shape<typeof ProductDetail>;
export const SellerProduct = Answer({ ...detailFields, status: StatusJson });
export type SellerProduct = Shape<typeof SellerProduct>;

export const NewPicture = Body({
  image: Type.String({
    minLength: 1,
    description: "A JPEG, PNG or WebP picture of up to 6 MB, in base64.",
  }),
});
export const PictureAnswer = Answer({ url: PictureUrl });

export const NewVoucherCodes = Body({
  codes: Type.Array(IdentifierText(CODE_LENGTH_MAXIMUM), {
    minItems: 1,
    maxItems: CODES_PER_UPLOAD_MAXIMUM,
  }),
});
export const VoucherCodesAnswer = Answer({ added: CountJson, stock: CountJson });

// The mall, as everybody sees it.

export const ProductsQuery = Body({
  ...PageQuery,
  q: Type.Optional(Text({ maxLength: QUERY_LENGTH_MAXIMUM })),
  category: Type.Optional(CategoryJson),
  sellerId: Type.Optional(IdJson),
  maxPoints: Type.Optional(PointsJson),
  inStock: Type.Optional(Type.Boolean()),
  sort: Type.Optional(OneOf([...PRODUCT_SORTS])),
});
export type ProductsQuery = Shape<typeof ProductsQuery>;
export const ProductPage = PageOf(ProductCard);
export const SellerProductPage = PageOf(SellerProduct);
export const CategoryPage = PageOf(Answer({ key: CategoryJson, count: CountJson }));
export const MallSeller = Answer({
  id: IdJson,
  name: Type.String(),
  description: Nullable(Type.String()),
  colour: Type.String(),
  status: OneOf(["approved", "suspended"]),
  productCount: CountJson,
});
export type MallSeller = Shape<typeof MallSeller>;
export const MallSellerPage = PageOf(MallSeller);

// Addresses.

const addressLine = NameText(ADDRESS_FIELD_LENGTH_MAXIMUM);
const addressFields = {
  recipient: addressLine,
  phone: addressLine,
  region: addressLine,
  street: addressLine,
};
export const OrderAddress = Body(addressFields);
export type OrderAddress = Shape<typeof OrderAddress>;
export const NewAddress = Body({ ...addressFields, isDefault: Type.Optional(Type.Boolean()) });
export type NewAddress = Shape<typeof NewAddress>;
export const AddressAnswer = Answer({ id: IdJson, ...addressFields, isDefault: Type.Boolean() });
export type AddressAnswer = Shape<typeof AddressAnswer>;
export const AddressPage = PageOf(AddressAnswer);

// Orders.

const OrderNumberJson = Type.String({
  description: "The short number that customer and seller read to each other.",
});

export const NewOrder = Body({
  lines: Type.Array(
    Body({
      productId: IdJson,
      quantity: Type.Integer({ minimum: 1, maximum: QUANTITY_MAXIMUM }),
    }),
    { minItems: 1, maxItems: LINES_MAXIMUM },
  ),
  address: Type.Optional(OrderAddress),
  expectedPoints: Type.Optional(PointsJson),
});
export type NewOrder = Shape<typeof NewOrder>;

/** What the caller may do to an order now; `needs` names the fields that the body must have. */
const OrderActionJson = Answer({
  name: OneOf(["accept", "ship", "deliver", "confirm", "cancel"]),
  needs: Type.Array(OneOf(["pickupCode"])),
});

const orderFields = {
  id: IdJson,
  number: OrderNumberJson,
  checkoutId: IdJson,
  seller: SellerRef,
  status: OrderStatusJson,
  actions: Type.Array(OrderActionJson, {
    description: "What the caller may do to the order now, by the rules that refuse the rest.",
  }),
  points: PositivePointsJson,
  cash: Type.Integer({ minimum: 0, description: "Fen, due on delivery." }),
  lines: Type.Array(
    Answer({
      productId: IdJson,
      name: Type.String(),
      picture: Nullable(PictureUrl),
      quantity: Type.Integer({ minimum: 1 }),
      points: Type.Integer({ minimum: 1, description: "Of the whole line." }),
      kind: KindJson,
    }),
  ),
  address: Nullable(Answer(addressFields)),
  carrier: Nullable(Type.String()),
  trackingNumber: Nullable(Type.String()),
  pickupCode: Nullable(Type.String()),
  voucherCodes: Type.Array(Type.String()),
  placedAt: TimeJson,
  acceptedAt: Nullable(TimeJson),
  shippedAt: Nullable(TimeJson),
  deliveredAt: Nullable(TimeJson),
  completedAt: Nullable(TimeJson),
  cancelledAt: Nullable(TimeJson),
  cancelledBy: Nullable(OneOf(["customer", "seller"])),
  cancelReason: Nullable(Type.String()),
};
export const OrderAnswer = Answer(orderFields);
export type OrderAnswer = Shape<typeof OrderAnswer>;
/** As its seller sees it: the codes that belong to the customer are not in it. */
export const SellerOrderAnswer = Answer({ ...orderFields, customerName: Type.String() });
export type SellerOrderAnswer = Shape<typeof SellerOrderAnswer>;
export const OrderPage = PageOf(OrderAnswer);
export const SellerOrderPage = PageOf(SellerOrderAnswer);
export const OrdersQuery = Body({
  ...PageQuery,
  status: Type.Optional(OrderStatusJson),
  number: Type.Optional(Text({ maxLength: NUMBER_QUERY_LENGTH_MAXIMUM })),
});

export const CheckoutAnswer = Answer({
  checkoutId: IdJson,
  orders: Type.Array(
    Answer({
      id: IdJson,
      number: OrderNumberJson,
      sellerId: IdJson,
      points: PositivePointsJson,
      status: OrderStatusJson,
    }),
  ),
  wallet: WalletAnswer,
});
export type CheckoutAnswer = Shape<typeof CheckoutAnswer>;

export const Cancellation = OptionalBody({ reason: Type.Optional(ProseText(NOTE_LENGTH_MAXIMUM)) });
export const Shipment = OptionalBody({
  carrier: Type.Optional(NameText(NOTE_LENGTH_MAXIMUM)),
  trackingNumber: Type.Optional(IdentifierText(NOTE_LENGTH_MAXIMUM)),
});
export const HandOver = OptionalBody({
  pickupCode: Type.Optional(
    Type.Unsafe<string>({
      ...DigitsText,
      maxLength: PICKUP_CODE_LENGTH_MAXIMUM,
      description: "Required where something in the order is collected.",
    }),
  ),
});
/** For a call that needs no words: an empty object, or no body. */
export const Nothing = OptionalBody({});
