import type { Instant } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { type Err, err, ok, type Result } from "../../../kernel/result.ts";
import { countCheck } from "./check-metrics.ts";
import { faultsOf } from "./check-texts.ts";
import type { Purpose } from "./contract.ts";
import { decideMatch, PROBE_PICTURES_MINIMUM } from "./decide-match.ts";
import { decidePresence, type PresenceFacts } from "./decide-presence.ts";
import type { FaceContext } from "./face-context.ts";
import { readTemplate } from "./template.store.ts";

type Asked = {
  readonly purpose: Exclude<Purpose, "enrol">;
  readonly facts: Omit<PresenceFacts, "frontalMinimum">;
  readonly accountId: string | null;
  readonly language: Language;
};

type ComparisonRefusal = "liveness_failed" | "face_not_enrolled" | "face_not_matched";

/**
 * Whether the person in front of the camera is the account's. Answers when the template that says so
 * was enrolled. First whether anybody is there: so only a living person learns that a login has no
 * face, and a login that nobody has is one without. Between yes and no, `face_not_matched` carries the
 * fault `use_passkey`.
 */
export async function compareFace(
  context: FaceContext,
  asked: Asked,
): Promise<Result<{ enrolledAt: Instant }, ComparisonRefusal>> {
  const compared = await compare(context, asked);
  const faces = asked.facts.frames.flatMap(({ face }) => face ?? []);
  countCheck(asked.purpose, { outcome: compared.ok ? "accepted" : compared.refusal.code, faces });
  return compared;
}

async function compare(
  context: FaceContext,
  { facts, accountId, language }: Asked,
): Promise<Result<{ enrolledAt: Instant }, ComparisonRefusal>> {
  const presence = decidePresence({ ...facts, frontalMinimum: PROBE_PICTURES_MINIMUM });
  if (!presence.ok) {
    return err("liveness_failed", { faults: faultsOf(presence.blames, language) });
  }
  const template = await openTemplate(context, accountId ?? "");
  if (template === null) return err("face_not_enrolled");
  const thresholds = await context.readPolicy(context.deps.database);
  const { embedding, enrolledAt } = template;
  const { frontal } = presence;
  const match = decideMatch({ template: embedding, frontal }, thresholds);
  return match === "accept" ? ok({ enrolledAt }) : notMatched(match, language);
}

/** Null when there is none, or when it belongs to an embedder that is no longer in use. */
async function openTemplate({ deps, cipher, pipeline }: FaceContext, accountId: string) {
  const stored = await readTemplate(deps.database, accountId);
  const { modelVersion } = pipeline;
  if (stored === null || stored.modelVersion !== modelVersion) return null;
  const embedding = cipher.open(stored, { accountId, modelVersion });
  return { embedding, enrolledAt: stored.enrolledAt };
}

function notMatched(
  match: "offer_passkey" | "refuse",
  language: Language,
): Err<"face_not_matched"> {
  if (match === "refuse") return err("face_not_matched");
  const faults = faultsOf([{ fault: "use_passkey", picture: null }], language);
  return err("face_not_matched", { faults });
}
