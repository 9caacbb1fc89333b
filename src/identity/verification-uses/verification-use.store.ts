import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import type { Sql } from "../../platform/db/database.ts";
import type { Person } from "../../platform/http/caller.ts";
import type { USE_PURPOSES } from "./contract.ts";

export type VerificationMethodName = NonNullable<Person["verifiedBy"]>;
export type UsePurpose = (typeof USE_PURPOSES)[number];

export type VerificationUse = {
  readonly accountId: string;
  /** Null where there was none: a sign-in that was refused. */
  readonly sessionId: string | null;
  readonly method: VerificationMethodName;
  readonly purpose: UsePurpose;
  /** `accepted`, or the code of the refusal. */
  readonly outcome: string;
  /** The challenge that was answered: the key, so that it counts once. */
  readonly proof: string;
  readonly at: Instant;
  readonly verifiedUntil: Instant | null;
};

export async function insertVerificationUse(sql: Sql, use: VerificationUse): Promise<void> {
  await sql.execute(
    `insert into verification_use
       (proof, account_id, session_id, method, purpose, outcome, at, verified_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      use.proof,
      use.accountId,
      use.sessionId,
      use.method,
      use.purpose,
      use.outcome,
      toRfc3339(use.at),
      use.verifiedUntil === null ? null : toRfc3339(use.verifiedUntil),
    ],
  );
}

export type UsePlace = { readonly at: string; readonly proof: string };

/** Newest first, after the use at `place`. */
export function listVerificationUses(
  sql: Sql,
  { accountId, place, limit }: { accountId: string; place: UsePlace | null; limit: number },
): Promise<VerificationUse[]> {
  return sql.query<VerificationUse>(
    `select proof, account_id as "accountId", session_id as "sessionId", method, purpose, outcome,
            at, verified_until as "verifiedUntil"
     from verification_use
     where account_id = $1 and ($2::timestamptz is null or (at, proof) < ($2, $3))
     order by at desc, proof desc limit $4`,
    [accountId, place?.at ?? null, place?.proof ?? null, limit],
  );
}
