import type { VerificationMethod } from "../method.ts";
import { destroyFace, destroyUnusedFaces } from "./destroy-face.ts";
import { type FaceNeeds, faceContext } from "./face-context.ts";
import { deleteFailuresOf } from "./failure.store.ts";
import { forgetOldAttempts } from "./forget-old-attempts.ts";
import { roomForAttempts } from "./look-at-pictures.ts";
import { aboutFaceEndpoints, ownFaceEndpoints } from "./routes.ts";
import {
  challengeEndpoint,
  enrolmentEndpoint,
  signInEndpoint,
  verificationEndpoint,
} from "./routes-attempts.ts";
import { hasTemplate } from "./template.store.ts";

/** The face in front of a camera, moving as asked, compared with a template that was agreed to. */
export function face(needs: FaceNeeds): VerificationMethod {
  const { pipeline, readPolicy } = needs;
  const room = roomForAttempts();
  return {
    name: "face",
    endpoints(context) {
      const faces = { face: faceContext(context, needs), room };
      return [
        ...ownFaceEndpoints(context, faces.face),
        enrolmentEndpoint(faces),
        verificationEndpoint(faces),
      ];
    },
    openEndpoints(context) {
      const faces = { face: faceContext(context, needs), room };
      return [
        ...aboutFaceEndpoints(context, faces.face, readPolicy),
        challengeEndpoint(faces.face),
        signInEndpoint(faces),
      ];
    },
    async isSetUp(sql, accountId) {
      if ("unavailable" in pipeline) return false;
      return hasTemplate(sql, { accountId, modelVersion: pipeline.modelVersion });
    },
    async forget({ clock }, sql, accountId) {
      await destroyFace(sql, { accountId, now: clock.now(), because: "withdrawn" });
      await deleteFailuresOf(sql, accountId);
    },
    jobs: ({ deps }) => [
      {
        name: "destroy unused faces",
        everySeconds: 3600,
        run: (signal) => destroyUnusedFaces(deps, readPolicy, signal),
      },
      {
        name: "forget old face attempts",
        everySeconds: 600,
        run: (signal) => forgetOldAttempts(deps, signal),
      },
    ],
  };
}
