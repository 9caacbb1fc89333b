import { Type } from "typebox";
import {
  Answer,
  Body,
  IdJson,
  NameText,
  Nullable,
  OneOf,
  TimeJson,
} from "../../../platform/http/schema.ts";

const NAME_MAXIMUM = 60;
/** Public keys and attestations are a few hundred bytes; post-quantum signatures a few thousand. */
const PART_CHARACTERS_MAXIMUM = 65_536;
const Part = Type.String({ maxLength: PART_CHARACTERS_MAXIMUM });

/**
 * What browsers write with `PublicKeyCredential.toJSON()`. Open, unlike our own bodies: browsers add
 * fields as the standard grows, and what counts is signed, so nothing unknown can do harm.
 */
function BrowserAnswer<const Response extends Record<string, Type.TSchema>>(response: Response) {
  return Type.Object({
    id: Part,
    rawId: Part,
    type: Type.Literal("public-key"),
    response: Type.Object(response),
    clientExtensionResults: Type.Optional(Type.Object({})),
    authenticatorAttachment: Type.Optional(Nullable(Type.String({ maxLength: 40 }))),
  });
}

export const RegistrationFinish = Body({
  response: BrowserAnswer({
    clientDataJSON: Part,
    attestationObject: Part,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
  name: Type.Optional(NameText(NAME_MAXIMUM)),
});

export const VerificationFinish = Body({
  response: BrowserAnswer({
    clientDataJSON: Part,
    authenticatorData: Part,
    signature: Part,
    userHandle: Type.Optional(Nullable(Part)),
  }),
});

/** Options go to the browser as they are; the WebAuthn standard describes them. */
export const OptionsAnswer = Answer({
  options: Type.Object({ challenge: Type.String() }, { additionalProperties: true }),
});

export const NewPasskeyAnswer = Answer({ id: IdJson, name: Type.String(), createdAt: TimeJson });

export const PasskeyAnswer = Answer({
  id: IdJson,
  name: Type.String(),
  createdAt: TimeJson,
  lastUsedAt: Nullable(TimeJson),
});

export const VerifiedAnswer = Answer({ method: OneOf(["passkey"]), verifiedUntil: TimeJson });
