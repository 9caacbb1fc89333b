import { hash } from "node:crypto";
import { bucketOf } from "../../kernel/bucket.ts";
import type { Instant } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/invariant.ts";
import { type Err, err } from "../../kernel/result.ts";
import type { Database, Transaction } from "../db/database.ts";
import {
  claim,
  keepAnswer,
  keepAnswers,
  type RecordKey,
  readAnswer,
  readAnswers,
  recordName,
  type StoredAnswer,
} from "./idempotency.store.ts";

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

type Outcome = { readonly ok: true; readonly status: number; readonly body: unknown } | Err;

/**
 * Runs `work` once per caller and key, with its answer kept in the same transaction. A repeat gets
 * the first answer; a repeat with other content `idempotency_key_reused`; a repeat while the first
 * still runs waits for it. A refusal rolls everything back and is not kept: nothing moved, so the
 * same key may be tried again when what was in the way is gone.
 */
export function runOnce(
  database: Database,
  request: OnceRequest,
  work: (sql: Transaction) => Promise<Outcome>,
): Promise<OnceAnswer | Err> {
  const key = keyOf(request);
  const fingerprint = fingerprintOf(request);
  const once = async (sql: Transaction) => {
    if (!(await claim(sql, key, { fingerprint, at: request.at }))) {
      const stored = await readAnswer(sql, key);
      invariant(stored, "a claimed idempotency key has an answer");
      return replay(stored, fingerprint);
    }
    const outcome = await work(sql);
    if (!outcome.ok) return outcome;
    const text = JSON.stringify(outcome.body);
    await keepAnswer(sql, key, { status: outcome.status, answer: text });
    return { ok: true, status: outcome.status, text, replayed: false } as const;
  };
  return database.transaction(once, { settledByKey: true });
}

/**
 * The same for many requests with different keys in one transaction: `work` gets those that are new
 * (by index) and answers each. One that is refused leaves nothing and costs the others nothing. A key
 * that another process uses meanwhile fails the transaction on it, and everything is looked at again.
 */
export function runAllOnce(
  database: Database,
  requests: readonly OnceRequest[],
  work: (sql: Transaction, fresh: readonly number[]) => Promise<readonly Outcome[]>,
): Promise<readonly (OnceAnswer | Err)[]> {
  const records = requests.map((request) => ({
    ...keyOf(request),
    fingerprint: fingerprintOf(request),
    at: request.at,
  }));
  return database.posting(async (sql) => {
    const known = await readAnswers(sql, records);
    const answers: (OnceAnswer | Err | undefined)[] = records.map((record) => {
      const stored = known.get(recordName(record));
      return stored && replay(stored, record.fingerprint);
    });
    const fresh = records.flatMap((_, index) => (answers[index] === undefined ? [index] : []));
    const outcomes = fresh.length === 0 ? [] : await work(sql, fresh);
    const refused = fresh.flatMap((index, position) =>
      outcomes[position]?.ok === false ? (records[index] ?? []) : [],
    );
    // A refusal may come of the very same request, which another process carried out meanwhile.
    const meanwhile = refused.length > 0 ? await readAnswers(sql, refused) : known;
    const kept: (RecordKey & StoredAnswer & { at: Instant })[] = [];
    for (const [position, index] of fresh.entries()) {
      const [outcome, record] = [outcomes[position], records[index]];
      invariant(outcome && record, "every request has an answer");
      if (!outcome.ok) {
        const stored = meanwhile.get(recordName(record));
        answers[index] = stored ? replay(stored, record.fingerprint) : outcome;
        continue;
      }
      const { status } = outcome;
      const text = JSON.stringify(outcome.body);
      answers[index] = { ok: true, status, text, replayed: false };
      kept.push({ ...record, status, answer: text });
    }
    if (kept.length > 0) keepAnswers(sql, kept);
    return answers as (OnceAnswer | Err)[];
  });
}

function replay(stored: StoredAnswer, fingerprint: Buffer): OnceAnswer | Err {
  return stored.fingerprint.equals(fingerprint)
    ? { ok: true, status: stored.status, text: stored.answer, replayed: true }
    : err("idempotency_key_reused");
}

function keyOf({ caller, key }: OnceRequest): RecordKey {
  return { bucket: bucketOf(caller), caller, key };
}

function fingerprintOf({ content }: OnceRequest): Buffer {
  return hash("sha256", canonicalJson(content), "buffer");
}

/** JSON with sorted keys: the order of fields and white space do not make another request. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );
}
