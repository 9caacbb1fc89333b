import type { Static, TObject } from "typebox";
import type { Instant } from "../../kernel/clock.ts";
import type { Points } from "../../kernel/points.ts";
import type { Texts } from "../texts.ts";

/** What a reward does, so that one place carries out every kind. */
export type Effect = {
  /** Mall points into the promotion wallet; also what it takes of the budget. */
  readonly points: Points;
  /** No commission on orders until then; null when the reward is something else. */
  readonly commissionFreeUntil: Instant | null;
};

/**
 * One kind of reward: what a seller gets. A new kind is a folder beside this file and a line in
 * `registry.ts`; `contract-suite.test.ts` then holds it to what all kinds promise.
 */
export type Reward<Schema extends TObject = TObject> = {
  readonly kind: string;
  readonly label: Texts;
  /** The reward as the operator writes it, `kind` included. */
  readonly schema: Schema;
  effect(parameters: Static<Schema>, at: Instant): Effect;
  /** "500 promotion points": what it is, inside a sentence. */
  named(parameters: Static<Schema>): Texts;
  /** Shown to people, and run as tests; the reward is given at the instant 0. */
  readonly examples: readonly {
    readonly parameters: Static<Schema>;
    readonly effect: Effect;
  }[];
};
