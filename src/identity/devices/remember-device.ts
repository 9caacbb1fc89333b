import type { Transaction } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { Cookie } from "../../platform/http/cookies.ts";
import { deviceCookie, hashOfDevice, newDeviceToken, readDeviceHash } from "./device-cookie.ts";
import { deleteDevicesBeyond, saveDevice } from "./known-device.store.ts";

/** Phones, computers and the till's tablet; one that is beyond is throttled like any unknown one. */
const DEVICES_MAXIMUM = 20;

/**
 * After a sign-in this browser is a known device of the account: guesses of strangers at the login
 * cannot keep its owner out here. The cookie is replaced at every sign-in.
 */
export async function rememberDevice(
  deps: Deps,
  sql: Transaction,
  {
    accountId,
    cookies,
  }: { accountId: string; cookies: Readonly<Record<string, string | undefined>> },
): Promise<Cookie> {
  const token = newDeviceToken();
  const from = readDeviceHash(cookies, deps.origin);
  const to = hashOfDevice(token);
  await saveDevice(sql, { accountId, from, to, now: deps.clock.now() });
  await deleteDevicesBeyond(sql, { accountId, keep: DEVICES_MAXIMUM });
  return deviceCookie(token, deps.origin);
}
