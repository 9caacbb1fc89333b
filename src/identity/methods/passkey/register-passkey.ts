import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  type VerifiedRegistrationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { addSeconds, type Instant } from "../../../kernel/clock.ts";
import { invariant } from "../../../kernel/invariant.ts";
import { type Err, err, ok, type Result } from "../../../kernel/result.ts";
import type { Database } from "../../../platform/db/database.ts";
import type { Deps } from "../../../platform/deps.ts";
import type { Person } from "../../../platform/http/caller.ts";
import { readAccount } from "../../account.store.ts";
import { notify } from "../../notifications/notify.ts";
import type { MethodContext } from "../method.ts";
import { burnChallenge, keepChallenge } from "./challenge.store.ts";
import { insertPasskey, lockPasskeysOf, readCredentials } from "./passkey.store.ts";
import { RELYING_PARTY_NAME, relyingPartyOf } from "./relying-party.ts";

/** A key for every device of a family; bounds what is sent to a browser at each check. */
const PASSKEYS_MAXIMUM = 20;

/** Time enough to find the security key in the other bag. */
export const CHALLENGE_SECONDS = 300;

/**
 * Options for `navigator.credentials.create`, and a challenge kept for this session. Refuses
 * `verification_required` to an account that has a way to prove who is there, and has not used it,
 * then `limit_reached`.
 */
export async function startRegistration(
  { deps, mayAddMethod }: MethodContext,
  person: Person,
): Promise<
  Result<PublicKeyCredentialCreationOptionsJSON, "verification_required" | "limit_reached">
> {
  const may = await mayAddMethod(deps.database, person);
  if (!may.ok) return may;
  const account = await readAccount(deps.database, person.accountId);
  invariant(account, "a session has an account");
  const known = await readCredentials(deps.database, account.id);
  if (known.length >= PASSKEYS_MAXIMUM) return tooManyPasskeys();
  const options = await generateRegistrationOptions({
    rpName: RELYING_PARTY_NAME,
    rpID: relyingPartyOf(deps.origin).id,
    userID: new TextEncoder().encode(account.id),
    userName: account.email ?? account.phone ?? account.displayName,
    userDisplayName: account.displayName,
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: "none",
    excludeCredentials: known.map((one) => ({ id: one.credentialId, transports: one.transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  await keepChallenge(
    deps.database,
    { sessionId: person.sessionId, purpose: "registration" },
    {
      challenge: options.challenge,
      expiresAt: addSeconds(deps.clock.now(), CHALLENGE_SECONDS),
    },
  );
  return ok(options);
}

export type NewPasskey = {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Instant;
};

/**
 * Checks what the browser made of the options and keeps its public key in `database`. The challenge is
 * spent, whatever comes of it, so that is not part of a transaction that may be rolled back. Refuses
 * `verification_required`, `passkey_not_verified`, `limit_reached`, then `passkey_already_registered`.
 */
export async function finishRegistration(
  { deps, mayAddMethod }: MethodContext,
  person: Person,
  {
    response,
    name,
    database,
  }: { response: RegistrationResponseJSON; name: string; database: Database },
): Promise<
  Result<
    NewPasskey,
    | "verification_required"
    | "passkey_not_verified"
    | "limit_reached"
    | "passkey_already_registered"
  >
> {
  const now = deps.clock.now();
  const key = { sessionId: person.sessionId, purpose: "registration" } as const;
  const challenge = await burnChallenge(deps.database, key, now);
  const may = await mayAddMethod(deps.database, person);
  if (!may.ok) return may;
  if (challenge === null) return err("passkey_not_verified");
  const verified = await verify(deps, { response, challenge });
  if (!verified?.verified) return err("passkey_not_verified");
  const { credential } = verified.registrationInfo;
  const id = deps.ids.next("passkey");
  const { accountId } = person;
  const passkey = {
    id,
    accountId,
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
    name,
    createdAt: now,
  };
  return database.transaction(async (sql) => {
    await lockPasskeysOf(sql, accountId);
    const known = await readCredentials(sql, accountId);
    if (known.length >= PASSKEYS_MAXIMUM) return tooManyPasskeys();
    if (!(await insertPasskey(sql, passkey))) return err("passkey_already_registered");
    await notify(deps, sql, { accountId, kind: "passkey_added" });
    return ok({ id, name, createdAt: now });
  });
}

function tooManyPasskeys(): Err<"limit_reached"> {
  return err("limit_reached", { values: { maximum: PASSKEYS_MAXIMUM } });
}

/** Null when the answer is not what an authenticator makes of this challenge at this address. */
async function verify(
  deps: Deps,
  { response, challenge }: { response: RegistrationResponseJSON; challenge: string },
): Promise<VerifiedRegistrationResponse | null> {
  const party = relyingPartyOf(deps.origin);
  try {
    return await verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
  } catch {
    // The library tells by throwing, for forged and for garbled answers alike.
    return null;
  }
}
