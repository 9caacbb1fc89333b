import { createHmac, randomInt } from "node:crypto";
import { BUCKETS, type Bucket, bucketOf } from "../kernel/bucket.ts";
import { addSeconds, type Instant } from "../kernel/clock.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import { type CodePlace, findCode, insertCode } from "./member-code.store.ts";

const VALID_FOR_SECONDS = 60;
/** Two digits say the bucket, sixteen are random: 53 bits for a code that lives a minute. */
const CODE_FORM = /^\d{18}$/;
const RANDOM_GROUPS = 4;
const GROUP_DIGITS = 4;

/** A code for the till: digits, so that it can be typed; good for a minute and for one sale. */
export async function issueMemberCode(
  deps: Deps,
  sql: Transaction,
  customerId: string,
): Promise<{ code: string; expiresAt: Instant }> {
  const now = deps.clock.now();
  const expiresAt = addSeconds(now, VALID_FOR_SECONDS);
  const code = String(bucketOf(customerId)).padStart(2, "0") + randomDigits();
  await insertCode(sql, placeOf(deps, code), { customerId, expiresAt, now });
  return { code, expiresAt };
}

/** Whose code it is, without using it up; null when it is unknown, expired or used. */
export async function findMember(deps: Deps, sql: Sql, code: string): Promise<string | null> {
  if (bucketOfCode(code) === null) return null;
  return findCode(sql, placeOf(deps, code), { now: deps.clock.now() });
}

/** The bucket of the code's customer, or null for a text that is no code. */
export function bucketOfCode(code: string): Bucket | null {
  if (!CODE_FORM.test(code)) return null;
  const bucket = Number(code.slice(0, 2));
  return bucket < BUCKETS ? bucket : null;
}

/** Where the code of a sale is kept; null for a text that is no code. */
export function placeOfCode(deps: Deps, code: string): CodePlace | null {
  return bucketOfCode(code) === null ? null : placeOf(deps, code);
}

/** Keyed, because a minute's worth of codes is few enough to try against a stolen table of hashes. */
function placeOf({ secret }: Deps, code: string): CodePlace {
  const hash = createHmac("sha256", secret).update(`member-code ${code}`).digest();
  return { bucket: Number(code.slice(0, 2)), hash };
}

function randomDigits(): string {
  const groups = Array.from({ length: RANDOM_GROUPS }, () => randomInt(10 ** GROUP_DIGITS));
  return groups.map((group) => String(group).padStart(GROUP_DIGITS, "0")).join("");
}
