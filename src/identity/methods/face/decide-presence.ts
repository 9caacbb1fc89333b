import type { Face, Frame } from "../../face/frame.ts";
import type { Rejected } from "./blame.ts";
import type { Step } from "./contract.ts";
import { decideLiveness } from "./decide-liveness.ts";
import { decideQuality } from "./decide-quality.ts";
import { decideReplay, type RememberedFilm } from "./decide-replay.ts";

export type PresenceFacts = {
  readonly frames: readonly Frame[];
  readonly steps: readonly Step[];
  readonly ageMilliseconds: number;
  /** A picture with the very same bytes was sent in an earlier attempt, by anybody. */
  readonly isSentBefore: boolean;
  /** Of this account's earlier attempts. */
  readonly remembered: readonly RememberedFilm[];
  readonly frontalMinimum: number;
};

/**
 * Whether one living person is in front of the camera, and the frontal views of that person. Refused
 * for the pictures first, then, as `liveness_failed`, for what is in them.
 */
export function decidePresence(
  facts: PresenceFacts,
): { ok: true; frontal: readonly Face[] } | Rejected {
  const quality = decideQuality(facts.frames);
  if (!quality.ok) return quality;
  const replayed = { fault: "pictures_replayed", picture: null } as const;
  if (facts.isSentBefore) return { ok: false, code: "liveness_failed", blames: [replayed] };
  const liveness = decideLiveness({
    steps: facts.steps,
    seen: quality.seen,
    contentHashes: facts.frames.map(({ contentHash }) => contentHash),
    ageMilliseconds: facts.ageMilliseconds,
  });
  if (!liveness.isLive) {
    return { ok: false, code: "liveness_failed", blames: [liveness.because] };
  }
  const moved = liveness.moved.map(({ perceptualHash }) => perceptualHash);
  if (decideReplay(moved, facts.remembered)) {
    return { ok: false, code: "liveness_failed", blames: [replayed] };
  }
  if (liveness.frontal.length < facts.frontalMinimum) {
    const blame = { fault: "too_few_frontal", picture: null } as const;
    return { ok: false, code: "poor_quality", blames: [blame] };
  }
  return { ok: true, frontal: liveness.frontal };
}
