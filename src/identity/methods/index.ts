import type { VerificationMethod } from "./method.ts";
import { passkey } from "./passkey/index.ts";

export const VERIFICATION_METHODS: readonly VerificationMethod[] = [passkey];
