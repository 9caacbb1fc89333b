import { createHash } from "node:crypto";
import { bucketOf } from "../../kernel/bucket.ts";
import type { Instant } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/invariant.ts";
import { type Err, err } from "../../kernel/result.ts";
import type { Database, Transaction } from "../db/database.ts";
import { claim, keepAnswer, readAnswer } from "./idempotency.store.ts";

/** The answer as it goes over the wire, byte for byte. */
export type OnceAnswer = {
  readonly ok: true;
  readonly status: number;
  readonly text: string;
  readonly replayed: boolean;
};

export type OnceRequest = {
  readonly caller: string;
  readonly key: string;
  /** What the key stands for: method, path and body. */
  readonly content: unknown;
  readonly at: Instant;
};

/**
 * Runs `work` once per caller and key, with its answer kept in the same transaction. A repeat gets
 * the first answer; a repeat with other content `idempotency_key_reused`; a repeat while the first
 * still runs waits for it. A refusal rolls everything back and is not kept: nothing moved, so the
 * same key may be tried again when what was in the way is gone.
 */
export function runOnce(
  database: Database,
  request: OnceRequest,
  work: (sql: Transaction) => Promise<{ ok: true; status: number; body: unknown } | Err>,
): Promise<OnceAnswer | Err> {
  const key = { bucket: bucketOf(request.caller), caller: request.caller, key: request.key };
  const fingerprint = createHash("sha256").update(canonicalJson(request.content)).digest();
  return database.transaction(async (sql) => {
    if (!(await claim(sql, key, { fingerprint, at: request.at }))) {
      const stored = await readAnswer(sql, key);
      invariant(stored, "a claimed idempotency key has an answer");
      return stored.fingerprint.equals(fingerprint)
        ? { ok: true, status: stored.status, text: stored.answer, replayed: true }
        : err("idempotency_key_reused");
    }
    const outcome = await work(sql);
    if (!outcome.ok) return outcome;
    const text = JSON.stringify(outcome.body);
    await keepAnswer(sql, key, { status: outcome.status, answer: text });
    return { ok: true, status: outcome.status, text, replayed: false };
  });
}

/** JSON with sorted keys: the order of fields and white space do not make another request. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
