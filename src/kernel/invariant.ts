/** Throws when the program itself is wrong. Failures that a caller can cause are refusals, never this. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

/** For the default branch of a switch over a closed union. */
export function unreachable(value: never): never {
  throw new InvariantViolation(`unreachable value: ${JSON.stringify(value)}`);
}

export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}
