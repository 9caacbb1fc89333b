import type { Instant } from "../../../kernel/clock.ts";
import type { Sql } from "../../../platform/db/database.ts";
import { readConsent } from "./consent.store.ts";
import { readTemplate } from "./template.store.ts";

export type OwnFace = {
  readonly enrolled: boolean;
  readonly enrolledAt: Instant | null;
  readonly consentVersion: number | null;
  readonly lastUsedAt: Instant | null;
};

/**
 * What is kept of one's own face, without it. A template of an embedder that is no longer in use has
 * its time and is not enrolled. `modelVersion` is null where there are no models at the moment; the
 * template is there all the same.
 */
export async function readOwnFace(
  sql: Sql,
  { accountId, modelVersion }: { accountId: string; modelVersion: string | null },
): Promise<OwnFace> {
  const [template, consentVersion] = await Promise.all([
    readTemplate(sql, accountId),
    readConsent(sql, accountId),
  ]);
  if (template === null) {
    return { enrolled: false, enrolledAt: null, consentVersion: null, lastUsedAt: null };
  }
  const { enrolledAt, lastUsedAt } = template;
  const enrolled = modelVersion === null || template.modelVersion === modelVersion;
  return { enrolled, enrolledAt, consentVersion, lastUsedAt };
}
