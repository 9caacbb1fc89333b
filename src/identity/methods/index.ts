import type { FaceNeeds } from "./face/face-context.ts";
import { face } from "./face/index.ts";
import type { VerificationMethod } from "./method.ts";
import { passkey } from "./passkey/index.ts";

export function verificationMethods(needs: FaceNeeds): readonly VerificationMethod[] {
  return [passkey, face(needs)];
}
