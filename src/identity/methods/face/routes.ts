import { anyone, signedIn } from "../../../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../../../platform/http/endpoint.ts";
import { timeOrNull } from "../../../platform/http/schema.ts";
import type { MethodContext } from "../method.ts";
import { CONSENT_PUBLISHED_ON, CONSENT_VERSION, consentText } from "./consent-text.ts";
import { ConsentAnswer, FaceMethodAnswer, OwnFaceAnswer } from "./contract.ts";
import { withdrawFace } from "./destroy-face.ts";
import { type FaceContext, NO_USES, type ReadFacePolicy, usesOfFaces } from "./face-context.ts";
import { readOwnFace } from "./read-own-face.ts";

const TAG = "Identity check";

/** What there is of a face and its going. `face` is null where the models are missing. */
export function ownFaceEndpoints({ deps }: MethodContext, face: FaceContext | null): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/me/face",
      tag: TAG,
      summary: "What is kept of one's own face, without it.",
      access: signedIn,
      answers: { 200: OwnFaceAnswer },
      refusals: [],
      handle: async ({ caller: { accountId } }) => {
        const modelVersion = face?.pipeline.modelVersion ?? null;
        const own = await readOwnFace(deps.database, { accountId, modelVersion });
        const { enrolled, enrolledAt, consentVersion, lastUsedAt } = own;
        const times = { enrolledAt: timeOrNull(enrolledAt), lastUsedAt: timeOrNull(lastUsedAt) };
        return reply(200, { enrolled, consentVersion, ...times });
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/me/face",
      tag: TAG,
      summary: "Take the consent back: the key is destroyed, and with it the template.",
      access: signedIn,
      answers: { 204: null },
      refusals: [],
      handle: async ({ caller }) => {
        await withdrawFace(deps, caller.accountId);
        return reply(204);
      },
    }),
  ];
}

/** What anybody may know before a camera is opened. */
export function aboutFaceEndpoints(
  { deps }: MethodContext,
  face: FaceContext | null,
  readPolicy: ReadFacePolicy,
): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/face",
      tag: TAG,
      summary: "What faces are used for here at the moment.",
      access: anyone,
      answers: { 200: FaceMethodAnswer },
      refusals: [],
      handle: async () => {
        const uses = face === null ? NO_USES : await usesOfFaces(face, deps.database);
        const available = uses.opensWindow || uses.loginAllowed;
        return reply(200, { available, ...uses, consentVersion: CONSENT_VERSION });
      },
    }),
    endpoint({
      method: "GET",
      path: "/face/consent",
      tag: TAG,
      summary: "What is agreed to before a camera is opened, in both languages.",
      access: anyone,
      answers: { 200: ConsentAnswer },
      refusals: [],
      handle: async () => {
        const { retentionDays } = await readPolicy(deps.database);
        const texts = {
          "zh-CN": consentText("zh-CN", retentionDays),
          en: consentText("en", retentionDays),
        };
        const publishedOn = CONSENT_PUBLISHED_ON;
        return reply(200, { version: CONSENT_VERSION, publishedOn, retentionDays, texts });
      },
    }),
  ];
}
