/** A verb of the command line. Answers the exit code; throws `UsageError` for a person's mistake. */
export type Command = {
  readonly summary: string;
  readonly usage: string;
  run(argumentsAfterVerb: readonly string[]): Promise<number>;
};
