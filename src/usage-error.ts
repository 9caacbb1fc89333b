/** What a person typed or set cannot be used; the message says what to do, and is all that is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
