import type { Static, TObject } from "typebox";
import type { Instant } from "../../kernel/clock.ts";
import type { Texts } from "../texts.ts";

/** What a seller does first once in its life here. The names are those of the events that tell of it. */
export const MILESTONE_KINDS = ["seller_approved", "product_listed"] as const;
export type MilestoneKind = (typeof MILESTONE_KINDS)[number];

/** When the seller did each; absent while it has not. */
export type Milestones = Readonly<Partial<Record<MilestoneKind, Instant>>>;

/** `reachedAt` is the moment in which `done` became `of`; null before. */
export type Progress = {
  readonly done: number;
  readonly of: number;
  readonly reachedAt: Instant | null;
};

/**
 * One kind of trigger: what a seller must do. A new kind is a folder beside this file and a line in
 * `registry.ts`; `contract-suite.test.ts` then holds it to what all kinds promise.
 */
export type Trigger<Schema extends TObject = TObject> = {
  readonly kind: string;
  readonly label: Texts;
  /** The trigger as the operator writes it, `kind` included. */
  readonly schema: Schema;
  /** The event after which progress may have been made. */
  readonly milestone: MilestoneKind;
  progress(parameters: Static<Schema>, milestones: Milestones): Progress;
  /** "You listed your first product": a clause without its full stop. */
  readonly done: Texts;
  /** "List your first product": a clause without its full stop. */
  readonly missing: Texts;
  /** Shown to people, and run as tests. */
  readonly examples: readonly {
    readonly parameters: Static<Schema>;
    readonly milestones: Milestones;
    readonly progress: Progress;
  }[];
};
