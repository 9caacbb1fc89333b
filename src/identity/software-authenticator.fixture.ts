import {
  createHash,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";

/**
 * A passkey device made of software, for tests: it does what a browser and an authenticator do
 * together (ES256, no attestation), and asks nobody for a finger. It stands in for a person's
 * device only; the server checks its answers with the production code.
 *
 *     const device = softwareAuthenticator({ origin: "http://localhost:3000" });
 *     const { options } = await post("/me/passkeys/registration");
 *     await post("/me/passkeys/registration/finish", { response: device.register(options) });
 *     const request = await post("/me/verifications/passkey");
 *     await post("/me/verifications/passkey/finish", { response: device.answer(request.options) });
 *
 * `openVerifiedWindow` below does just that. The last argument of `register` and `answer` makes the
 * device misbehave: another origin or RP id, a counter that stands still, a person who was not checked.
 */
export type SoftwareAuthenticator = {
  register(
    options: PublicKeyCredentialCreationOptionsJSON,
    misbehaviour?: Misbehaviour,
  ): RegistrationResponseJSON;
  /** Signs with the first of `allowCredentials` it has, or with its only one. */
  answer(
    options: PublicKeyCredentialRequestOptionsJSON,
    misbehaviour?: Misbehaviour,
  ): AuthenticationResponseJSON;
};

export type Misbehaviour = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
  /** Sign with a key that is not the registered one. */
  readonly foreignKey?: boolean;
};

type HeldCredential = { id: string; privateKey: KeyObject; publicKey: KeyObject; counter: number };

export function softwareAuthenticator({ origin }: { origin: string }): SoftwareAuthenticator {
  const held: HeldCredential[] = [];
  const partyId = new URL(origin).hostname;
  return {
    register(options, misbehaviour = {}) {
      const credential = newCredential();
      held.push(credential);
      const clientData = clientDataOf("webauthn.create", options.challenge, {
        origin,
        ...misbehaviour,
      });
      const id = Buffer.from(credential.id, "base64url");
      const idLength = Buffer.alloc(2);
      idLength.writeUInt16BE(id.length);
      const attested = [Buffer.alloc(16), idLength, id, coseKey(credential.publicKey)];
      const data = authenticatorData({ rpId: partyId, counter: 0, ...misbehaviour }, attested);
      const attestation = cborMap([
        [cborText("fmt"), cborText("none")],
        [cborText("attStmt"), cborMap([])],
        [cborText("authData"), cborBytes(data)],
      ]);
      return {
        ...envelope(credential.id),
        response: {
          clientDataJSON: clientData.toString("base64url"),
          attestationObject: attestation.toString("base64url"),
          transports: ["internal"],
        },
      };
    },
    answer(options, misbehaviour = {}) {
      const allowed = options.allowCredentials?.map((one) => one.id);
      const credential = held.find((one) => allowed?.includes(one.id)) ?? held[0];
      if (credential === undefined) throw new Error("the device holds no credential");
      credential.counter += 1;
      const { counter } = credential;
      const clientData = clientDataOf("webauthn.get", options.challenge, {
        origin,
        ...misbehaviour,
      });
      const data = authenticatorData({ rpId: partyId, counter, ...misbehaviour });
      const key = misbehaviour.foreignKey ? newCredential().privateKey : credential.privateKey;
      const signature = createSign("sha256").update(data).update(sha256(clientData)).sign(key);
      return {
        ...envelope(credential.id),
        response: {
          clientDataJSON: clientData.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      };
    },
  };
}

/**
 * Registers a passkey and opens the verified window over the API. `post` sends to the path below
 * /api/v1 with the session's cookie, and answers the parsed body of a success.
 */
export async function openVerifiedWindow(
  post: (path: string, body?: unknown) => Promise<unknown>,
  origin: string,
): Promise<{ device: SoftwareAuthenticator; verifiedUntil: string }> {
  const device = softwareAuthenticator({ origin });
  const creation = (await post("/me/passkeys/registration")) as {
    options: PublicKeyCredentialCreationOptionsJSON;
  };
  await post("/me/passkeys/registration/finish", { response: device.register(creation.options) });
  const request = (await post("/me/verifications/passkey")) as {
    options: PublicKeyCredentialRequestOptionsJSON;
  };
  const verified = (await post("/me/verifications/passkey/finish", {
    response: device.answer(request.options),
  })) as { verifiedUntil: string };
  return { device, verifiedUntil: verified.verifiedUntil };
}

function newCredential(): HeldCredential {
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return { id: randomBytes(16).toString("base64url"), ...pair, counter: 0 };
}

function envelope(id: string) {
  return { id, rawId: id, type: "public-key", clientExtensionResults: {} } as const;
}

function clientDataOf(type: string, challenge: string, { origin }: { origin: string }): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}

/** WebAuthn, section 6.1: hash of the RP id, flags, counter, and what is attested if anything is. */
function authenticatorData(
  { rpId, counter, userVerified = true }: { rpId: string; counter: number; userVerified?: boolean },
  attested: readonly Buffer[] = [],
): Buffer {
  const userPresent = 0x01;
  const flags = userPresent | (userVerified ? 0x04 : 0) | (attested.length > 0 ? 0x40 : 0);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, ...attested]);
}

/** RFC 9053, section 7.1: key type EC2, algorithm ES256, curve P-256, and the point. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return cborMap([
    [cborInteger(1), cborInteger(2)],
    [cborInteger(3), cborInteger(-7)],
    [cborInteger(-1), cborInteger(1)],
    [cborInteger(-2), cborBytes(Buffer.from(x, "base64url"))],
    [cborInteger(-3), cborBytes(Buffer.from(y, "base64url"))],
  ]);
}

function cborInteger(value: number): Buffer {
  return value < 0 ? cborHead(1, -1 - value) : cborHead(0, value);
}

function cborBytes(bytes: Buffer): Buffer {
  return Buffer.concat([cborHead(2, bytes.length), bytes]);
}

function cborText(text: string): Buffer {
  return Buffer.concat([cborHead(3, text.length), Buffer.from(text)]);
}

function cborMap(entries: readonly (readonly [Buffer, Buffer])[]): Buffer {
  return Buffer.concat([cborHead(5, entries.length), ...entries.flat()]);
}

/** RFC 8949, section 3: major type and argument, as far as 16 bits carry it. */
function cborHead(majorType: number, argument: number): Buffer {
  const type = majorType << 5;
  if (argument < 24) return Buffer.from([type | argument]);
  if (argument < 256) return Buffer.from([type | 24, argument]);
  return Buffer.from([type | 25, argument >> 8, argument & 0xff]);
}

function sha256(data: string | Buffer): Buffer {
  return createHash("sha256").update(data).digest();
}
