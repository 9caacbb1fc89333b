import type { Deps } from "../platform/deps.ts";
import type { Machine } from "../platform/http/caller.ts";
import { gatherReads } from "../platform/lanes/gather-reads.ts";
import { findApiKeys, saveLastUse } from "./api-key.store.ts";
import { hashOfKey, looksLikeKey } from "./key-secret.ts";

/** A busy till would otherwise write its key's row on every sale. */
const LAST_USE_PRECISION_MILLISECONDS = 60_000;

/**
 * Who a bearer key stands for; null for one that never was, or was revoked. Keys of requests that
 * arrive together are read together, and read each time: a key that is revoked is dead at once.
 */
export function machineAuthentication({
  database,
  clock,
}: Deps): (key: string) => Promise<Machine | null> {
  const read = gatherReads((hashes) => findApiKeys(database.lookUps, hashes));
  return async (key) => {
    if (!looksLikeKey(key)) return null;
    const known = await read(hashOfKey(key).toString("hex"));
    if (!known) return null;
    const at = clock.now();
    if (known.lastUsedAt === null || at - known.lastUsedAt >= LAST_USE_PRECISION_MILLISECONDS) {
      await saveLastUse(database, { id: known.id, at });
    }
    return {
      kind: "machine",
      keyId: known.id,
      organisationId: known.merchantId,
      organisationKind: known.kind,
      role: known.role,
    };
  };
}
