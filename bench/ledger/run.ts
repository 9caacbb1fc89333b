import type { Functions } from "./functions.ts";
import type { Options } from "./options.ts";
import type { Results } from "./results.ts";

/** What a measurement with a database of its own shares with the rest of the run. */
export type Run = {
  readonly results: Results;
  readonly functions: Functions;
  readonly options: Options;
  /** What is closed at the end, the last first. */
  readonly closing: (() => Promise<void>)[];
};
