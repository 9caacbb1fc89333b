import { invariant } from "../kernel/invariant.ts";
import type { Deps } from "../platform/deps.ts";
import { anyone, signedIn } from "../platform/http/access.ts";
import { type Endpoint, endpoint, reply } from "../platform/http/endpoint.ts";
import { timeOrNull } from "../platform/http/schema.ts";
import { readAccount } from "./account.store.ts";
import {
  AccountAnswer,
  Credentials,
  NewCustomer,
  SessionAnswer,
  SignedInAnswer,
} from "./contract.ts";
import { openSession } from "./open-session.ts";
import type { PasswordHashes } from "./password-hash.ts";
import { prepareAccount, storeAccount } from "./register.ts";
import { deleteSession } from "./session.store.ts";
import { sessionCookies } from "./session-cookie.ts";
import { signIn } from "./sign-in.ts";

const TAG = "Accounts";
/** Each call costs 20 ms of hashing; a whole shop may share one address. */
const CALLS_PER_MINUTE = 3000;

export function accountEndpoints(deps: Deps, passwords: PasswordHashes): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/customers",
      tag: TAG,
      summary: "Register as a customer and sign in.",
      access: anyone,
      body: NewCustomer,
      answers: { 201: AccountAnswer },
      refusals: ["rate_limited", "invalid_request", "weak_password", "already_registered"],
      idempotency: "none",
      noKeyBecause: "The answer sets a session cookie, which no record may hold.",
      callsPerMinute: CALLS_PER_MINUTE,
      handle: async ({ body, caller, cookies, language }) => {
        const input = { ...body, kind: "customer" as const };
        const prepared = await prepareAccount(deps, passwords, { input, language });
        if (!prepared.ok) return prepared;
        return deps.database.transaction(async (sql) => {
          const stored = await storeAccount(deps, sql, prepared.value);
          if (!stored.ok) return stored;
          // From here it succeeds.
          const accountId = stored.value.id;
          const opened = await openSession(deps, sql, { accountId, caller, cookies });
          return reply(201, stored.value, opened.cookies);
        });
      },
    }),
    endpoint({
      method: "POST",
      path: "/sessions",
      tag: TAG,
      summary: "Sign in with phone number or e-mail address and password.",
      access: anyone,
      body: Credentials,
      answers: { 201: SignedInAnswer },
      refusals: ["rate_limited", "bad_credentials"],
      idempotency: "none",
      noKeyBecause: "The answer sets a session cookie, which no record may hold.",
      callsPerMinute: CALLS_PER_MINUTE,
      handle: async ({ body, caller, cookies, address }) => {
        const outcome = await signIn(deps, passwords, { ...body, caller, cookies, address });
        if (!outcome.ok) return outcome;
        return reply(201, { account: outcome.value.account }, outcome.value.cookies);
      },
    }),
    ...currentSessionEndpoints(deps),
  ];
}

function currentSessionEndpoints(deps: Deps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/sessions/current",
      tag: TAG,
      summary: "Who is signed in, with roles and the verified window while it is open.",
      access: signedIn,
      answers: { 200: SessionAnswer },
      refusals: [],
      handle: async ({ caller }) => {
        const account = await readAccount(deps.database, caller.accountId);
        invariant(account, "a session has an account");
        const { memberships, verifiedBy } = caller;
        const verifiedUntil = timeOrNull(caller.verifiedUntil);
        return reply(200, { account, memberships, verifiedUntil, verifiedBy });
      },
    }),
    endpoint({
      method: "DELETE",
      path: "/sessions/current",
      tag: TAG,
      summary: "Sign out.",
      access: signedIn,
      answers: { 204: null },
      refusals: [],
      handle: async ({ caller }) => {
        await deleteSession(deps.database, caller.sessionId);
        return reply(204, null, sessionCookies(deps.origin).remove());
      },
    }),
  ];
}
