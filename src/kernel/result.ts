import type { RefusalCode, RefusalValue } from "./refusals.ts";

/** One fault in a request body; `pointer` is a JSON pointer (RFC 6901). */
export type Fault = { pointer: string; code: string; detail: string };

/** A failure a caller can cause, named by a code of the catalogue. `values` fill the placeholders of its text. */
export type Refusal<Code extends RefusalCode = RefusalCode> = {
  readonly code: Code;
  readonly values?: Readonly<Record<string, RefusalValue>>;
  /** The stable name of the state that a thing is in, for programs. */
  readonly state?: string;
  readonly faults?: readonly Fault[];
  readonly retryAfterSeconds?: number;
};

export type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Err<Code extends RefusalCode = RefusalCode> = {
  readonly ok: false;
  readonly refusal: Refusal<Code>;
};
export type Result<Value, Code extends RefusalCode = RefusalCode> = Ok<Value> | Err<Code>;

export function ok(): Ok<undefined>;
export function ok<Value>(value: Value): Ok<Value>;
export function ok(value?: unknown): Ok<unknown> {
  return { ok: true, value };
}

export function err<Code extends RefusalCode>(
  code: Code,
  more: Omit<Refusal<Code>, "code"> = {},
): Err<Code> {
  return { ok: false, refusal: { code, ...more } };
}

/** A refusal for one field of the body, as 422 `invalid_request`. */
export function invalid(pointer: string, code: string, detail: string): Err<"invalid_request"> {
  return err("invalid_request", { faults: [{ pointer, code, detail }] });
}
