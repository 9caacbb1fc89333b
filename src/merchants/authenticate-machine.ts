import type { Instant } from "../kernel/clock.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Machine } from "../platform/http/caller.ts";
import { findApiKey, saveLastUse } from "./api-key.store.ts";
import { hashOfKey, looksLikeKey } from "./key-secret.ts";

/** A busy till would otherwise write its key's row on every sale. */
const LAST_USE_PRECISION_MILLISECONDS = 60_000;

/** Who a bearer key stands for; null for one that never was, or was revoked. */
export async function authenticateMachine(
  sql: Sql,
  { key, at }: { key: string; at: Instant },
): Promise<Machine | null> {
  if (!looksLikeKey(key)) return null;
  const known = await findApiKey(sql, hashOfKey(key));
  if (!known) return null;
  if (known.lastUsedAt === null || at - known.lastUsedAt >= LAST_USE_PRECISION_MILLISECONDS) {
    await saveLastUse(sql, { id: known.id, at });
  }
  return {
    kind: "machine",
    keyId: known.id,
    organisationId: known.merchantId,
    organisationKind: known.kind,
    role: known.role,
  };
}
