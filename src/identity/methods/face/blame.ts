import type { CheckFault, Step } from "./contract.ts";

/** What was wrong with an attempt, and with which of its pictures (from 0) where one is to blame. */
export type Blame = {
  readonly fault: CheckFault;
  readonly picture: number | null;
  /** The movement that was not seen, where that is what is wrong. */
  readonly step?: Step;
};

export type QualityRefusal = "no_face" | "many_faces" | "poor_quality";

/** An attempt that shows nobody, or nobody who is there. */
export type Rejected = {
  readonly ok: false;
  readonly code: QualityRefusal | "liveness_failed";
  readonly blames: readonly Blame[];
};
