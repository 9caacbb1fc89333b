import { err, ok, type Result } from "../kernel/result.ts";
import type { ApiKey } from "./api-key.store.ts";
import { countApiKeys, insertApiKey } from "./api-key.store.ts";
import type { Context } from "./context.ts";
import { hashOfKey, KEY_BYTES, keyFrom } from "./key-secret.ts";
import { API_KEYS_MAXIMUM } from "./limits.ts";
import { lockMerchant } from "./merchant.store.ts";
import type { GivenRole, MerchantName } from "./merchant.ts";

/** A key for a program, with one role in one shop or seller. The secret is answered here and never again. Refused: `limit_reached`. */
export async function createApiKey(
  { deps, randomBytes }: Context,
  { of, name, role, by }: { of: MerchantName; name: string; role: GivenRole; by: string },
): Promise<Result<{ apiKey: ApiKey; secret: string }, "limit_reached">> {
  const secret = keyFrom(randomBytes(KEY_BYTES));
  const apiKey: ApiKey = {
    id: deps.ids.next("apiKey"),
    merchantId: of.id,
    kind: of.kind,
    role,
    name,
    createdAt: deps.clock.now(),
    lastUsedAt: null,
  };
  return deps.database.transaction(async (sql) => {
    await lockMerchant(sql, of);
    if ((await countApiKeys(sql, of.id)) >= API_KEYS_MAXIMUM) {
      return err("limit_reached", { values: { maximum: API_KEYS_MAXIMUM } });
    }
    // From here it succeeds.
    await insertApiKey(sql, apiKey, { hash: hashOfKey(secret), by });
    return ok({ apiKey, secret });
  });
}
