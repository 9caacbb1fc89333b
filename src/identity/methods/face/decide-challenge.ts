import type { Instant } from "../../../kernel/clock.ts";
import { err, ok, type Result } from "../../../kernel/result.ts";
import type { Step } from "./contract.ts";

export type TakenChallenge = {
  readonly id: string;
  readonly steps: readonly Step[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** False when an answer before this one had taken it. */
  readonly wasOpen: boolean;
};

/**
 * Whether an answer to a challenge counts. One that is unknown, of somebody else or for another
 * purpose is refused like one that is over, so that nothing can be learnt about it.
 */
export function decideChallenge(
  taken: TakenChallenge | null,
  now: Instant,
): Result<TakenChallenge, "challenge_expired" | "challenge_used"> {
  if (taken === null || taken.expiresAt <= now) return err("challenge_expired");
  return taken.wasOpen ? ok(taken) : err("challenge_used");
}
