import type { ApiKey } from "./api-key.store.ts";
import { insertApiKey } from "./api-key.store.ts";
import type { Context } from "./context.ts";
import { hashOfKey, KEY_BYTES, keyFrom } from "./key-secret.ts";
import type { GivenRole, MerchantName } from "./merchant.ts";

/** A key for a program, with one role in one shop or seller. The secret is answered here and never again. */
export async function createApiKey(
  { deps, randomBytes }: Context,
  { of, name, role, by }: { of: MerchantName; name: string; role: GivenRole; by: string },
): Promise<{ apiKey: ApiKey; secret: string }> {
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
  await insertApiKey(deps.database, apiKey, { hash: hashOfKey(secret), by });
  return { apiKey, secret };
}
