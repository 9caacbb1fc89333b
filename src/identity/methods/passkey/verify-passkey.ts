import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from "@simplewebauthn/server";
import { addSeconds, type Instant } from "../../../kernel/clock.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import type { Deps } from "../../../platform/deps.ts";
import type { Person } from "../../../platform/http/caller.ts";
import type { MethodContext } from "../method.ts";
import { burnChallenge, keepChallenge } from "./challenge.store.ts";
import {
  type Credential,
  notePasskeyUse,
  readCredential,
  readCredentials,
} from "./passkey.store.ts";
import { CHALLENGE_SECONDS } from "./register-passkey.ts";
import { relyingPartyOf } from "./relying-party.ts";

/**
 * Options for `navigator.credentials.get`, and a challenge kept for this session. Refuses
 * `method_not_available`, then `passkey_not_registered`.
 */
export async function startVerification(
  { deps, windowSeconds }: MethodContext,
  person: Person,
): Promise<
  Result<PublicKeyCredentialRequestOptionsJSON, "method_not_available" | "passkey_not_registered">
> {
  const lasts = await windowSeconds(deps.database);
  if (!lasts.ok) return lasts;
  const credentials = await readCredentials(deps.database, person.accountId);
  if (credentials.length === 0) return err("passkey_not_registered");
  const options = await generateAuthenticationOptions({
    rpID: relyingPartyOf(deps.origin).id,
    allowCredentials: credentials.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports,
    })),
    timeout: CHALLENGE_SECONDS * 1000,
    userVerification: "required",
  });
  await keepChallenge(
    deps.database,
    { sessionId: person.sessionId, purpose: "verification" },
    {
      challenge: options.challenge,
      expiresAt: addSeconds(deps.clock.now(), CHALLENGE_SECONDS),
    },
  );
  return ok(options);
}

/**
 * Checks the signature over the session's challenge and opens the verified window; answers its end.
 * The challenge is spent, whatever comes of it.
 */
export async function finishVerification(
  { deps, windowSeconds, openWindow }: MethodContext,
  person: Person,
  response: AuthenticationResponseJSON,
): Promise<Result<Instant, "not_signed_in" | "method_not_available" | "passkey_not_verified">> {
  const now = deps.clock.now();
  const key = { sessionId: person.sessionId, purpose: "verification" } as const;
  const challenge = await burnChallenge(deps.database, key, now);
  const lasts = await windowSeconds(deps.database);
  if (!lasts.ok) return lasts;
  if (challenge === null) return err("passkey_not_verified");
  const owned = { accountId: person.accountId, credentialId: response.id };
  const credential = await readCredential(deps.database, owned);
  if (credential === null) return err("passkey_not_verified");
  const counter = await verifiedCounter(deps, { response, challenge, credential });
  if (counter === null) return err("passkey_not_verified");
  return deps.database.transaction(async (sql) => {
    if (!(await notePasskeyUse(sql, { id: credential.id, counter, now }))) {
      return err("passkey_not_verified");
    }
    return openWindow(sql, {
      person,
      purpose: "verify",
      challenge,
      windowSeconds: lasts.value,
    });
  });
}

/** The authenticator's new counter, or null when it did not sign this challenge for this address. */
async function verifiedCounter(
  deps: Deps,
  {
    response,
    challenge,
    credential,
  }: { response: AuthenticationResponseJSON; challenge: string; credential: Credential },
): Promise<number | null> {
  const party = relyingPartyOf(deps.origin);
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: credential.credentialId,
        publicKey: new Uint8Array(credential.publicKey),
        counter: Number(credential.counter),
        transports: credential.transports,
      },
      requireUserVerification: true,
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // The library tells by throwing, for forged and for garbled answers alike.
    return null;
  }
}
