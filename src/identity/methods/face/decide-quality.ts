import type { Face, Frame, FrameProblem } from "../../face/frame.ts";
import type { QualityRefusal, Rejected } from "./blame.ts";

/** A picture with one face in it, good enough to judge, and its place among all that were sent. */
export type Seen = {
  readonly picture: number;
  readonly face: Face;
  readonly perceptualHash: bigint | null;
};

/**
 * A head that moves blurs a picture, and a wide turn may lose the face for one. What is left out is
 * used for nothing, so leaving out a few gives nothing away; more than this share are no film of a face.
 */
const UNUSABLE_DIVISOR = 3;

/**
 * The pictures that can be judged. Refused in this order: `no_face` when too many show nobody,
 * `many_faces` when any shows two, `poor_quality` when one is no picture, or too many are too small,
 * dark, bright or blurred.
 */
export function decideQuality(
  frames: readonly Frame[],
): { ok: true; seen: readonly Seen[] } | Rejected {
  const isMore = (count: number) => count * UNUSABLE_DIVISOR > frames.length;
  const withProblem = (...problems: readonly FrameProblem[]) =>
    frames.flatMap(({ problem }, picture) =>
      problem !== null && problems.includes(problem) ? [{ fault: problem, picture }] : [],
    );
  const reject = (code: QualityRefusal, blames: ReturnType<typeof withProblem>): Rejected => ({
    ok: false,
    code,
    blames,
  });
  const empty = withProblem("no_face");
  if (isMore(empty.length)) return reject("no_face", empty);
  const crowded = withProblem("many_faces");
  if (crowded.length > 0) return reject("many_faces", crowded);
  const garbled = withProblem("not_a_picture");
  if (garbled.length > 0) return reject("poor_quality", garbled);
  const poor = withProblem("face_too_small", "too_dark", "too_bright", "blurred");
  if (isMore(poor.length + empty.length)) return reject("poor_quality", poor);
  const seen = frames.flatMap(({ face, perceptualHash }, picture) =>
    face === null ? [] : [{ picture, face, perceptualHash }],
  );
  return { ok: true, seen };
}
