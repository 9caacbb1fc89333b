import { invariant } from "../../../kernel/invariant.ts";
import type { Face } from "../../face/frame.ts";
import { meanEmbedding, similarity } from "../../face/vectors.ts";

/** Averaged: against a template of five, three pictures have an equal error rate of 0.16 %, one 1.2 %. */
export const PROBE_PICTURES_MINIMUM = 3;

/** Cosines in thousandths: the operator's, `offerPasskeyAt` not above `acceptAt`. */
export type Thresholds = { readonly acceptAt: number; readonly offerPasskeyAt: number };

/** `offer_passkey`: too alike to send away, not alike enough to let in. */
export type Match = "accept" | "offer_passkey" | "refuse";

/** Whether the mean of the frontal views is the person of the template. */
export function decideMatch(
  { template, frontal }: { template: Float32Array; frontal: readonly Face[] },
  { acceptAt, offerPasskeyAt }: Thresholds,
): Match {
  const probes = frontal.flatMap(({ embedding }) => embedding ?? []);
  invariant(probes.length >= PROBE_PICTURES_MINIMUM, "fewer pictures are refused before");
  const score = similarity(template, meanEmbedding(probes)) * 1000;
  if (score >= acceptAt) return "accept";
  return score >= offerPasskeyAt ? "offer_passkey" : "refuse";
}
