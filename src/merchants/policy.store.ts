import { toRfc3339 } from "../kernel/clock.ts";
import { ratio } from "../kernel/ratio.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Policies } from "./policies.ts";
import { type ZoneColumns, zoneChangeOf } from "./zone-columns.ts";

type PolicyRow = Omit<
  Policies,
  "pointValueFen" | "ratioMinimum" | "ratioMaximum" | "timeZoneChange"
> &
  ZoneColumns & {
    pointValueFen: bigint;
    minimumShopPoints: bigint;
    minimumMallPoints: bigint;
    maximumShopPoints: bigint;
    maximumMallPoints: bigint;
  };

/** The version in force: the highest. */
export async function readPolicies(sql: Sql): Promise<Policies | null> {
  const [row] = await sql.query<PolicyRow>(
    `select version, valid_from as "validFrom", point_value_fen as "pointValueFen",
       shop_points_expire_days as "shopPointsExpireDays",
       mall_points_expire_days as "mallPointsExpireDays",
       ratio_minimum_shop_points as "minimumShopPoints",
       ratio_minimum_mall_points as "minimumMallPoints",
       ratio_maximum_shop_points as "maximumShopPoints",
       ratio_maximum_mall_points as "maximumMallPoints",
       conversion_fee_basis_points as "conversionFeeBasisPoints",
       commission_basis_points as "commissionBasisPoints",
       verification_methods as "verificationMethods",
       verification_window_seconds as "verificationWindowSeconds",
       quote_hold_seconds as "quoteHoldSeconds", order_return_days as "orderReturnDays",
       sale_return_days as "saleReturnDays", face_login_allowed as "faceLoginAllowed",
       face_accept_at as "faceAcceptAt", face_offer_passkey_at as "faceOfferPasskeyAt",
       face_retention_days as "faceRetentionDays", grace_days as "graceDays",
       time_zone as "timeZone", time_zone_since as "timeZoneSince",
       time_zone_until as "timeZoneUntil"
     from policy_version order by version desc limit 1`,
  );
  if (!row) return null;
  const { minimumShopPoints, minimumMallPoints, maximumShopPoints, maximumMallPoints, ...others } =
    row;
  const { timeZoneSince, timeZoneUntil, ...same } = others;
  return {
    ...same,
    pointValueFen: Number(row.pointValueFen),
    ratioMinimum: ratio(minimumShopPoints, minimumMallPoints),
    ratioMaximum: ratio(maximumShopPoints, maximumMallPoints),
    timeZoneChange: zoneChangeOf({ timeZoneSince, timeZoneUntil }),
  };
}

/** Makes other changes wait until this one is done; readers do not wait. */
export async function lockPolicies(sql: Transaction): Promise<void> {
  await sql.execute("lock table policy_version in share row exclusive mode");
}

export async function insertPolicies(
  sql: Transaction,
  policies: Policies,
  by: string,
): Promise<void> {
  await sql.execute(
    `insert into policy_version (
       version, valid_from, by, point_value_fen, shop_points_expire_days, mall_points_expire_days,
       ratio_minimum_shop_points, ratio_minimum_mall_points,
       ratio_maximum_shop_points, ratio_maximum_mall_points,
       conversion_fee_basis_points, commission_basis_points, verification_methods,
       verification_window_seconds, quote_hold_seconds, order_return_days, sale_return_days,
       face_login_allowed, face_accept_at, face_offer_passkey_at, face_retention_days, grace_days, time_zone,
       time_zone_since, time_zone_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
       $19, $20, $21, $22, $23, $24, $25)`,
    [
      policies.version,
      toRfc3339(policies.validFrom),
      by,
      policies.pointValueFen,
      policies.shopPointsExpireDays,
      policies.mallPointsExpireDays,
      policies.ratioMinimum.shopPoints,
      policies.ratioMinimum.mallPoints,
      policies.ratioMaximum.shopPoints,
      policies.ratioMaximum.mallPoints,
      policies.conversionFeeBasisPoints,
      policies.commissionBasisPoints,
      policies.verificationMethods,
      policies.verificationWindowSeconds,
      policies.quoteHoldSeconds,
      policies.orderReturnDays,
      policies.saleReturnDays,
      policies.faceLoginAllowed,
      policies.faceAcceptAt,
      policies.faceOfferPasskeyAt,
      policies.faceRetentionDays,
      policies.graceDays,
      policies.timeZone,
      policies.timeZoneChange && toRfc3339(policies.timeZoneChange.since),
      policies.timeZoneChange && toRfc3339(policies.timeZoneChange.until),
    ],
  );
}
