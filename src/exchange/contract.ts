import { Type } from "typebox";
import {
  Answer,
  Body,
  DayJson,
  IdJson,
  MoneyJson,
  Nullable,
  PageOf,
  PageQuery,
  PointsJson,
  PositivePointsJson,
  type Shape,
  SignedPointsJson,
  TimeJson,
} from "../platform/http/schema.ts";

// What exchange takes and answers on the wire.

export const ShopParams = Body({ shopId: IdJson });

const ratioSides = { shopPoints: PositivePointsJson, mallPoints: PositivePointsJson };

/** `shopPoints : mallPoints`; `validFrom` defaults to now, and an earlier one counts as now. */
export const NewRatio = Body({
  ...ratioSides,
  minimumPoints: Type.Optional(PointsJson),
  dailyCapPoints: Type.Optional(Nullable(PositivePointsJson)),
  validFrom: Type.Optional(TimeJson),
});
export type NewRatio = Shape<typeof NewRatio>;

export const RatioAnswer = Answer({
  version: Type.Integer({ minimum: 1 }),
  ...ratioSides,
  minimumPoints: PointsJson,
  dailyCapPoints: Nullable(PositivePointsJson),
  validFrom: TimeJson,
  createdAt: TimeJson,
});
export type RatioAnswer = Shape<typeof RatioAnswer>;
export const RatioPage = PageOf(RatioAnswer);

export const RatioPreview = Body(ratioSides);
/** In fen; `poolLastsDays` is null when the last 30 days cost nothing. */
export const RatioPreviewAnswer = Answer({
  costOfThousandFen: MoneyJson,
  lastThirtyDaysFen: MoneyJson,
  poolLastsDays: Nullable(PointsJson),
});
export type RatioPreviewAnswer = Shape<typeof RatioPreviewAnswer>;

/** Shop points except `poolBalance` (fen); "today" is the day in the shop's time zone. */
export const ShopSummaryAnswer = Answer({
  awarded: SignedPointsJson,
  converted: PointsJson,
  outstanding: SignedPointsJson,
  poolBalance: MoneyJson,
  poolLastsDays: Nullable(PointsJson),
  /** Of the last 30 days: points that were converted, and what the pool paid for them. */
  convertedLately: PointsJson,
  paidLately: MoneyJson,
  salesToday: PointsJson,
  pointsToday: PointsJson,
});
export type ShopSummaryAnswer = Shape<typeof ShopSummaryAnswer>;

/** Points by the moment at which something happens to them, nearest first. */
const PointsByTime = Type.Array(Answer({ points: PointsJson, at: TimeJson }));

const WalletRatio = Answer({
  version: Type.Integer({ minimum: 1 }),
  ...ratioSides,
  minimumPoints: PointsJson,
});

/**
 * `available` of a shop is below zero after a refund of points already spent: a debt. `held` is set
 * aside: of mall points by orders that are not completed; of a shop's points nothing is, today.
 */
const ShopWallet = Answer({
  shopId: IdJson,
  name: Type.String(),
  colour: Type.String(),
  available: SignedPointsJson,
  pending: PointsJson,
  held: PointsJson,
  ratio: Nullable(WalletRatio),
  worth: PointsJson,
  expiring: PointsByTime,
  /** What of `pending` becomes available when. */
  maturing: PointsByTime,
});
export type ShopWallet = Shape<typeof ShopWallet>;

export const WalletAnswer = Answer({
  mall: Answer({
    available: SignedPointsJson,
    held: PointsJson,
    worthFen: MoneyJson,
    expiring: PointsByTime,
  }),
  shops: Type.Array(ShopWallet),
});
export type WalletAnswer = Shape<typeof WalletAnswer>;

export const MovementsQuery = Body({ ...PageQuery, unit: Type.Optional(IdJson) });
const MovementAnswer = Answer({
  id: Type.String(),
  at: TimeJson,
  unit: Type.String(),
  points: SignedPointsJson,
  /** The kind of posting: `earn`, `claw_back`, `convert`, `hold`, `release`, `expire` … */
  reason: Type.String(),
  reference: Nullable(Type.String()),
  counterparty: Nullable(Type.String()),
  balanceAfter: SignedPointsJson,
});
export type MovementAnswer = Shape<typeof MovementAnswer>;
export const MovementPage = PageOf(MovementAnswer);

export const NewQuote = Body({ shopId: IdJson, points: PositivePointsJson });
export const QuoteAnswer = Answer({
  id: IdJson,
  shopId: IdJson,
  pointsAsked: PositivePointsJson,
  pointsTaken: PositivePointsJson,
  pointsGiven: PositivePointsJson,
  pointsKept: PointsJson,
  fee: PointsJson,
  ratioVersion: Type.Integer({ minimum: 1 }),
  expiresAt: TimeJson,
  /** The last day on which the mall points are good, and the midnight after it. */
  mallPointsExpireOn: DayJson,
  mallPointsExpireAt: TimeJson,
});
export type QuoteAnswer = Shape<typeof QuoteAnswer>;

export const NewConversion = Body({ quoteId: IdJson });
export const ConversionAnswer = Answer({
  id: IdJson,
  pointsTaken: PositivePointsJson,
  pointsGiven: PositivePointsJson,
  fee: PointsJson,
  wallet: WalletAnswer,
});
export type ConversionAnswer = Shape<typeof ConversionAnswer>;
