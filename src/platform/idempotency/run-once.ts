import { hash } from "node:crypto";
import { type Bucket, bucketOf } from "../../kernel/bucket.ts";
import type { Instant } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/invariant.ts";
import { type Err, err } from "../../kernel/result.ts";
import type { Database, Sql, Transaction } from "../db/database.ts";
import { isLostConnection, isUnavailable } from "../db/failures.ts";
import { oneFlightFailures } from "../telemetry/metrics.ts";
import { canonicalJson } from "./canonical-json.ts";
import {
  claim,
  type KeepingTable,
  keepAnswer,
  keepAnswers,
  keepWritten,
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

type Outcome =
  | ({
      readonly ok: true;
      readonly status: number;
      /** Names the answer where the work keeps it itself; `readKept` finds it again. */
      readonly keptAs?: string | undefined;
    } & ({ readonly body: unknown } | { readonly text: string }))
  | Err;

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
      return replay(stored, { fingerprint, text: stored.answer });
    }
    const outcome = await work(sql);
    if (!outcome.ok) return outcome;
    const text = textOf(outcome);
    await keepAnswer(sql, key, { status: outcome.status, answer: text });
    return { ok: true, status: outcome.status, text, replayed: false } as const;
  };
  return database.transaction(once, { settledByKey: true });
}

/** How many requests are carried out together; see `runAllOnce`. */
export type WorkOfAll<Facts> = {
  /** What they are decided by, of all of them: it travels with the look at their keys. */
  read(sql: Transaction): Promise<Facts>;
  /** An outcome for each of those that are new, given by index. */
  carryOut(sql: Transaction, fresh: readonly number[], facts: Facts): Promise<readonly Outcome[]>;
  /** The answers that the work keeps itself, by name, of these requests. */
  readKept?(
    sql: Transaction,
    kept: readonly { readonly index: number; readonly keptAs: string }[],
  ): Promise<ReadonlyMap<string, string>>;
};

type Asked = RecordKey & { readonly fingerprint: Buffer; readonly at: Instant };

/**
 * The same for many requests with different keys in one transaction: those that are new are carried
 * out together. One that is refused leaves nothing and costs the others nothing. One without a key
 * (null) is always new and its answer is not kept. A key that another process uses meanwhile fails the
 * transaction on it, and everything is looked at again.
 */
export function runAllOnce<Facts>(
  database: Database,
  requests: readonly (OnceRequest | null)[],
  work: WorkOfAll<Facts>,
): Promise<readonly (OnceAnswer | Outcome)[]> {
  const asked = requests.map((request) => request && askedOf(request));
  const keyed = asked.filter((one) => one !== null);
  return database.posting(async (sql) => {
    const [known, facts] = await Promise.all([readAnswers(sql, keyed), work.read(sql)]);
    const isKnown = (one: Asked | null) => one !== null && known.has(recordName(one));
    const fresh = asked.flatMap((one, index) => (isKnown(one) ? [] : [index]));
    const outcomes = fresh.length === 0 ? [] : await work.carryOut(sql, fresh, facts);
    const outcomeOf = new Map(fresh.map((index, position) => [index, outcomes[position]]));
    // A refusal may come of the very same request, which another process carried out meanwhile.
    const refused = asked.filter(
      (one, index) => one !== null && outcomeOf.get(index)?.ok === false,
    ) as Asked[];
    const meanwhile = refused.length === 0 ? known : await readAnswers(sql, refused);
    const kept: (Asked & StoredAnswer)[] = [];
    const beforeOf = (one: Asked | null) =>
      one && (known.get(recordName(one)) ?? meanwhile.get(recordName(one)));
    const texts = await readKept(sql, work, asked.map(beforeOf));
    const answers = asked.map((one, index) => {
      const before = beforeOf(one);
      if (before && one) {
        const { fingerprint } = one;
        const text = before.keptAs === null ? before.answer : (texts.get(before.keptAs) ?? null);
        return replay(before, { fingerprint, text });
      }
      const outcome = outcomeOf.get(index);
      invariant(outcome, "every new request has an outcome");
      if (!outcome.ok || one === null) return outcome;
      const { status } = outcome;
      const text = textOf(outcome);
      const keptAs = outcome.keptAs ?? null;
      kept.push({ ...one, status, answer: keptAs === null ? text : null, keptAs });
      return { ok: true, status, text, replayed: false } as const;
    });
    if (kept.length > 0) keepAnswers(sql, kept);
    return answers;
  });
}

/** What one flight may carry out of a request, and where its row keeps the answer. */
export type Attempt = { readonly id: string; readonly bucket: Bucket };

/** Requests that are carried out in one flight, with their keys; see `runInOneFlight`. */
export type WorkOfFlight = {
  /** What was planned for each request; null for one that cannot be carried out this way. */
  readonly attempts: readonly (Attempt | null)[];
  readonly table: KeepingTable;
  readonly status: number;
  /**
   * Sends all its statements at once. Answers the texts of those that were carried out, by the attempt's
   * id; their rows are in `table` then, and of the others nothing was written.
   */
  write(sql: Sql): Promise<ReadonlyMap<string, string>>;
};

/**
 * Carries out what it can of these requests in one flight, keys included, and answers null for the
 * others: nothing has happened to them. When a key was used before, or two servers meet, nothing
 * happens to any, and `runAllOnce` finds out why.
 */
export async function runInOneFlight(
  database: Database,
  requests: readonly (OnceRequest | null)[],
  { attempts, table, status, write }: WorkOfFlight,
): Promise<readonly (OnceAnswer | null)[]> {
  const kept = requests.flatMap((request, index) => {
    const attempt = attempts[index];
    if (!request || !attempt) return [];
    const { id: keptAs, bucket: keptIn } = attempt;
    return [{ ...askedOf(request), status, answer: null, keptAs, keptIn }];
  });
  const texts = await database
    .inOneFlight(async (sql) => {
      const written = write(sql);
      await Promise.all([written, ...(kept.length > 0 ? [keepWritten(sql, table, kept)] : [])]);
      return written;
    })
    .catch((error: unknown) => {
      if (isUnavailable(error) && !isLostConnection(error)) throw error;
      oneFlightFailures.inc();
      return new Map<string, string>();
    });
  return attempts.map((attempt) => {
    const text = attempt && texts.get(attempt.id);
    return text ? { ok: true, status, text, replayed: false } : null;
  });
}

function textOf(outcome: Exclude<Outcome, Err>): string {
  return "text" in outcome ? outcome.text : JSON.stringify(outcome.body);
}

/** The texts of those answers that the work keeps itself, by name. */
async function readKept<Facts>(
  sql: Transaction,
  work: WorkOfAll<Facts>,
  found: readonly (StoredAnswer | null | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const kept = found.flatMap((one, index) => (one?.keptAs ? [{ index, keptAs: one.keptAs }] : []));
  if (kept.length === 0 || !work.readKept) return new Map();
  return work.readKept(sql, kept);
}

function replay(
  stored: StoredAnswer,
  { fingerprint, text }: { fingerprint: Buffer; text: string | null },
): OnceAnswer | Err {
  if (!stored.fingerprint.equals(fingerprint)) return err("idempotency_key_reused");
  invariant(text !== null, "a stored answer has its text");
  return { ok: true, status: stored.status, text, replayed: true };
}

function keyOf({ caller, key }: OnceRequest): RecordKey {
  return { bucket: bucketOf(caller), caller, key };
}

function askedOf(request: OnceRequest): Asked {
  return { ...keyOf(request), fingerprint: fingerprintOf(request), at: request.at };
}

function fingerprintOf({ content }: OnceRequest): Buffer {
  return hash("sha256", canonicalJson(content), "buffer");
}
