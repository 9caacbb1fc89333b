import type { CameraFault } from "./camera-fault.ts";
import { type Action, type Cue, cueAt, type Plan, planOf } from "./plan.ts";

export type DrawnChallenge = { readonly id: string; readonly actions: readonly Action[] };

/** What broke off a capture before its end. The camera itself is lost with `camera_lost`. */
export type Interruption = "hidden" | "camera_lost";

/**
 * Where a capture stands. Times are milliseconds of one steady clock. Whoever shows it opens the
 * camera in `opening`, asks for a challenge in `drawing`, takes pictures in `performing`, and sends
 * them in `sending`.
 */
export type CaptureState =
  | { readonly phase: "opening" }
  | { readonly phase: "blocked"; readonly fault: CameraFault }
  | { readonly phase: "ready"; readonly interruption: Interruption | null }
  | { readonly phase: "drawing" }
  | {
      readonly phase: "performing";
      readonly challengeId: string;
      readonly plan: Plan;
      readonly startedAt: number;
    }
  | { readonly phase: "sending"; readonly challengeId: string }
  | { readonly phase: "finished" };

export type CaptureEvent =
  | { readonly kind: "opened" }
  | { readonly kind: "blocked"; readonly fault: CameraFault }
  | { readonly kind: "reopen" }
  | { readonly kind: "start" }
  | { readonly kind: "drawn"; readonly challenge: DrawnChallenge; readonly now: number }
  | { readonly kind: "ticked"; readonly now: number }
  | { readonly kind: "interrupted"; readonly by: Interruption }
  | { readonly kind: "accepted" }
  | { readonly kind: "refused" };

export const FIRST_STATE: CaptureState = { phase: "opening" };

/** What follows from an event. One that does not fit the phase changes nothing: it came too late. */
export function afterEvent(state: CaptureState, event: CaptureEvent): CaptureState {
  switch (event.kind) {
    case "opened":
      return state.phase === "opening" ? { phase: "ready", interruption: null } : state;
    case "blocked":
      return state.phase === "opening" ? { phase: "blocked", fault: event.fault } : state;
    case "reopen":
      return canReopen(state) ? FIRST_STATE : state;
    case "start":
      return state.phase === "ready" && state.interruption !== "camera_lost"
        ? { phase: "drawing" }
        : state;
    case "drawn":
      return state.phase === "drawing" ? performing(event.challenge, event.now) : state;
    case "ticked":
      return state.phase === "performing" && event.now - state.startedAt >= state.plan.lasts
        ? { phase: "sending", challengeId: state.challengeId }
        : state;
    case "interrupted":
      return afterInterruption(state, event.by);
    case "accepted":
      return state.phase === "sending" ? { phase: "finished" } : state;
    case "refused":
      return state.phase === "drawing" || state.phase === "sending"
        ? { phase: "ready", interruption: null }
        : state;
  }
}

/** What to say at this moment; null where nothing is asked of the person. */
export function cueOf(state: CaptureState, now: number): Cue | null {
  return state.phase === "performing" ? cueAt(state.plan, now - state.startedAt) : null;
}

function performing({ id, actions }: DrawnChallenge, now: number): CaptureState {
  return { phase: "performing", challengeId: id, plan: planOf(actions), startedAt: now };
}

function canReopen(state: CaptureState): boolean {
  return (
    state.phase === "blocked" || (state.phase === "ready" && state.interruption === "camera_lost")
  );
}

/** Pictures that are on their way already are not called back. */
function afterInterruption(state: CaptureState, by: Interruption): CaptureState {
  const wasCapturing = state.phase === "drawing" || state.phase === "performing";
  if (wasCapturing) return { phase: "ready", interruption: by };
  return state.phase === "ready" && by === "camera_lost"
    ? { phase: "ready", interruption: by }
    : state;
}
