import type { Instant } from "../../../kernel/clock.ts";
import type { Language } from "../../../kernel/refusals.ts";
import { type Err, err, type Fault, ok, type Result } from "../../../kernel/result.ts";
import type { Reply } from "../../../platform/http/endpoint.ts";
import type { TakenChallenge } from "./decide-challenge.ts";
import type { PresenceFacts } from "./decide-presence.ts";
import type { FaceContext } from "./face-context.ts";
import { readRemembered, rememberFrames } from "./frame.store.ts";

/**
 * Attempts whose pictures are in memory at once, 8 MiB each at most. Two slow, shared cores look at
 * 45 pictures a second, somewhat more than one attempt: whoever comes beyond these would wait longer than
 * a challenge lasts.
 */
const ATTEMPTS_AT_ONCE = 32;
const RETRY_SECONDS = 5;

/** Runs the work while there is room for its pictures, and refuses it as `overloaded` when not. */
export type RoomForAttempts = (work: () => Promise<Reply | Err>) => Promise<Reply | Err>;

export function roomForAttempts(): RoomForAttempts {
  let inHand = 0;
  return async (work) => {
    if (inHand >= ATTEMPTS_AT_ONCE) return err("overloaded", { retryAfterSeconds: RETRY_SECONDS });
    inHand += 1;
    try {
      return await work();
    } finally {
      inHand -= 1;
    }
  };
}

const NOT_BASE64: Readonly<Record<Language, string>> = {
  en: "This is not base64.",
  "zh-CN": "这不是 base64 编码。",
};

/** The bytes of the pictures; `invalid_request` names those that are not base64. */
export function decodePictures(
  frames: readonly string[],
  language: Language,
): Result<Buffer[], "invalid_request"> {
  const pictures = frames.map((frame) => Buffer.from(frame, "base64"));
  const faults = pictures.flatMap((picture, index): Fault[] => {
    const length = Math.floor(((frames[index] ?? "").replace(/={1,2}$/, "").length * 3) / 4);
    // Node leaves out what is not of the alphabet, so such a text comes out short.
    if (length > 0 && picture.length === length) return [];
    return [{ pointer: `/frames/${index}`, code: "wrong_format", detail: NOT_BASE64[language] }];
  });
  return faults.length > 0 ? err("invalid_request", { faults }) : ok(pictures);
}

export type Attempt = {
  readonly challenge: TakenChallenge;
  /** Null where nobody has the login. The work is the same. */
  readonly accountId: string | null;
  readonly pictures: readonly Uint8Array[];
  /** When they arrived. */
  readonly now: Instant;
};

/** What is in the pictures, and whether they were sent before. From now on they are remembered. */
export async function lookAtPictures(
  { deps, pipeline }: FaceContext,
  { challenge, accountId, pictures, now }: Attempt,
): Promise<Omit<PresenceFacts, "frontalMinimum">> {
  const [frames, remembered] = await Promise.all([
    pipeline.examine(pictures),
    readRemembered(deps.database, { accountId: accountId ?? "", now }),
  ]);
  const attempt = { challengeId: challenge.id, accountId, now };
  const isSentBefore = await rememberFrames(deps.database, frames, attempt);
  const { steps, createdAt } = challenge;
  return { frames, steps, ageMilliseconds: now - createdAt, isSentBefore, remembered };
}
