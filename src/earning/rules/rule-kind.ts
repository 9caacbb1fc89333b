import type { Static, TSchema } from "typebox";
import type { Points } from "../../kernel/points.ts";
import type { Language } from "../../kernel/refusals.ts";
import type { Result } from "../../kernel/result.ts";

/**
 * What a rule looks at: what it counts together of a receipt, how many and what they cost together in
 * fen. These are the lines of one product, whatever the rule's scope. A kind that counts more together
 * than one product says so beside its parameters, and `decide-award.ts` groups the lines by it.
 */
export type LineFacts = { readonly quantity: number; readonly amount: Points };

/** Something a rule's author should know, with an example, that does not forbid the rule. */
export type RuleWarning = {
  readonly code: string;
  readonly detail: Readonly<Record<Language, string>>;
};

/**
 * One kind of reward rule. A new kind is a folder beside this file and a line in `registry.ts`; the
 * contract suite (`contract-suite.test.ts`) then holds it to what all kinds promise.
 */
export type RuleKind<Parameters extends TSchema = TSchema> = {
  readonly kind: string;
  readonly label: Readonly<Record<Language, string>>;
  /** The console draws its form from this; titles are in both languages. */
  readonly parameters: Parameters;
  /** What the schema cannot say. `parameters` already fit the schema. */
  check(
    parameters: Static<Parameters>,
  ): Result<readonly RuleWarning[], "rule_not_monotone" | "invalid_request">;
  /**
   * Pure, never negative, and never less for more of the same: more pieces, or the same for more
   * money. A refund relies on it.
   */
  award(line: LineFacts, parameters: Static<Parameters>): Points;
  /** One sentence for the receipt: how the award came about. */
  because(line: LineFacts, parameters: Static<Parameters>): Readonly<Record<Language, string>>;
  /** Shown to people, and run as tests. */
  readonly examples: readonly {
    readonly parameters: Static<Parameters>;
    readonly line: { readonly quantity: number; readonly amount: number };
    readonly points: number;
  }[];
};
