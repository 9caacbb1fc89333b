import type { Instant } from "../../kernel/clock.ts";
import type { Result } from "../../kernel/result.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { Person } from "../../platform/http/caller.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import type { Job } from "../../platform/jobs/jobs.ts";
import type { Proof } from "../open-window.ts";
import type { VerificationMethodName } from "../verification-uses/verification-use.store.ts";

/** What a method is given: it proves who is there, and leaves policy and window to identity. */
export type MethodContext = {
  readonly deps: Deps;
  /** How long a window of this method lasts; refuses when the mall's policy leaves the method out. */
  windowSeconds(sql: Sql): Promise<Result<number, "method_not_available">>;
  /** Opens the verified window of the session, once per challenge. */
  openWindow(
    sql: Transaction,
    proof: Omit<Proof, "method">,
  ): Promise<Result<Instant, "not_signed_in">>;
  /**
   * Whether the person may set up one more way to prove who is there. The first one needs nothing;
   * every other needs the verified window, or whoever found a browser signed in could add their own.
   */
  mayAddMethod(sql: Sql, person: Person): Promise<Result<undefined, "verification_required">>;
};

/** One way to prove that the person is the account holder: a folder beside this file. */
export type VerificationMethod = {
  readonly name: VerificationMethodName;
  /** Setting the method up and taking it away, below /me; using it, below /me/verifications/<name>. */
  endpoints(context: MethodContext): Endpoint[];
  /** What is called before anybody is signed in, where there is such a thing. */
  openEndpoints?(context: MethodContext): Endpoint[];
  /** Whether the account could use the method at this moment. */
  isSetUp(sql: Sql, accountId: string): Promise<boolean>;
  /** Destroys what the method keeps to recognise the account's owner. */
  forget(deps: Deps, sql: Transaction, accountId: string): Promise<void>;
  jobs?(context: MethodContext): readonly Job[];
};
