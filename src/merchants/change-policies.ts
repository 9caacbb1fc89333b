import { invariant } from "../kernel/invariant.ts";
import { ratio } from "../kernel/ratio.ts";
import type { Language } from "../kernel/refusals.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Context } from "./context.ts";
import type { PolicyChanges } from "./contract.ts";
import { type CrossingTexts, decidePolicies } from "./decide-policies.ts";
import type { Policies } from "./policies.ts";
import { insertPolicies, lockPolicies, readPolicies } from "./policy.store.ts";
import { readTimeZone } from "./read-time-zone.ts";
import { writeLog } from "./write-log.ts";

const CROSSING: Readonly<Record<Language, CrossingTexts>> = {
  "zh-CN": {
    ratios: "最低比例的价值不能高于最高比例。",
    faces: "改用通行密钥的阈值不能高于通过的阈值。",
  },
  en: {
    ratios: "The lowest ratio may not be worth more than the highest.",
    faces: "The threshold for asking for the passkey may not be above the one for accepting.",
  },
};

/** The version in force. */
export async function policiesInForce(sql: Sql): Promise<Policies> {
  const policies = await readPolicies(sql);
  invariant(policies, "the first version of the policies comes with the migration");
  return policies;
}

/**
 * Appends a version that holds from now on, and says in the log what changed. Rules that are not
 * named stay; when nothing differs there is no new version. Refused: `invalid_request` when there is
 * no such time zone, or the bounds of ratios would cross.
 */
export function changePolicies(
  { deps }: Context,
  { body, by, language }: { body: PolicyChanges; by: string; language: Language },
): Promise<Result<Policies, "invalid_request">> {
  return deps.database.transaction(async (sql) => {
    const zone = readTimeZone(body.timeZone, language);
    if (!zone.ok) return zone;
    await lockPolicies(sql);
    const at = deps.clock.now();
    const asked = { ...rulesOf(body), timeZone: zone.value ?? undefined };
    const plan = decidePolicies(await policiesInForce(sql), asked, {
      at,
      texts: CROSSING[language],
    });
    if (!plan.ok) return plan;
    // From here it succeeds.
    const { policies, changes } = plan.value;
    if (changes.length > 0) {
      await insertPolicies(sql, policies, by);
      const entry = { action: "policies_changed", about: null, reason: null, changes } as const;
      await writeLog(deps, sql, { ...entry, at, by });
    }
    return ok(policies);
  });
}

function rulesOf({ ratioMinimum, ratioMaximum, ...same }: PolicyChanges) {
  return {
    ...same,
    ...(ratioMinimum ? { ratioMinimum: ratioFromJson(ratioMinimum) } : {}),
    ...(ratioMaximum ? { ratioMaximum: ratioFromJson(ratioMaximum) } : {}),
  };
}

function ratioFromJson(bound: { shopPoints: number; mallPoints: number }) {
  return ratio(BigInt(bound.shopPoints), BigInt(bound.mallPoints));
}
