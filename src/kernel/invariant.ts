/** Throws when the program itself is wrong. Failures that a caller can cause are refusals, never this. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantViolation(message);
}

export class InvariantViolation extends Error {
  override readonly name = "InvariantViolation";
}
