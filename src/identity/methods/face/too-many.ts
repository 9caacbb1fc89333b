import { type Err, err } from "../../../kernel/result.ts";

/** After ten failures: how long to wait, in whole seconds. */
export function tooMany(seconds: number): Err<"rate_limited"> {
  return err("rate_limited", { values: { seconds }, retryAfterSeconds: seconds });
}
