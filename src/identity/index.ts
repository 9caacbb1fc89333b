import { addDays } from "../kernel/clock.ts";
import { ok, type Result } from "../kernel/result.ts";
import { type Login, readLogin } from "../kernel/text/login.ts";
import type { Sql, Transaction } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import type { Job } from "../platform/jobs/jobs.ts";
import {
  countAccounts,
  displayNameSql,
  insertAccount,
  readAccountByLogin,
  readDisplayNames,
  readLogins,
} from "./account.store.ts";
import { type Authenticated, type MembershipsOf, sessionAuthentication } from "./authenticate.ts";
import { DEVICE_DAYS } from "./devices/device-cookie.ts";
import { deleteOldDevices } from "./devices/known-device.store.ts";
import type { FacePipeline, NoPipeline } from "./face/index.ts";
import { createMethods } from "./methods/create-methods.ts";
import { DEFAULT_FACE_POLICY, type ReadFacePolicy } from "./methods/face/face-context.ts";
import { countTemplates } from "./methods/face/template.store.ts";
import { notificationEndpoints } from "./notifications/routes.ts";
import type { ReadVerificationPolicy } from "./open-window.ts";
import { createPasswordHashes } from "./password-hash.ts";
import { type NewAccount, prepareAccount, storeAccount } from "./register.ts";
import { accountEndpoints } from "./routes.ts";
import { verificationUseEndpoints } from "./verification-uses/routes.ts";

export { type FacePipeline, type NoPipeline, openFacePipeline } from "./face/index.ts";

export type RegistrationRefusal = "invalid_request" | "weak_password" | "already_registered";

export type Identity = {
  readonly endpoints: Endpoint[];
  /** Who a request's session cookie stands for, and the cookies to set on its answer. */
  authenticate(cookies: Readonly<Record<string, string | undefined>>): Promise<Authenticated>;
  /** The account with that phone number or e-mail address, in any spelling. */
  findAccountByLogin(sql: Sql, login: string): Promise<{ id: string; displayName: string } | null>;
  /** What the account signs in with, in canonical form. */
  loginsOf(sql: Sql, accountId: string): Promise<readonly Login[]>;
  /** Display names by account id; an id that is unknown is missing from the map. */
  displayNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>>;
  /** SQL of an account's display name, by an expression that is its id; null where there is none. */
  displayNameSql(id: string): string;
  countCustomers(sql: Sql): Promise<number>;
  /**
   * An account that can sign in. It hashes the password (20 ms of a core), so give it the database
   * rather than an open transaction where you can.
   */
  registerAccount(
    sql: Sql,
    account: NewAccount,
  ): Promise<Result<{ id: string }, RegistrationRefusal>>;
  /** How many people's faces are enrolled: from 100,000 on the law asks for more. */
  countFaces(sql: Sql): Promise<number>;
  /**
   * Destroys every way by which the account's owner is recognised, biometrics first of all. Whoever
   * closes an account calls it; deleting the account's row destroys the same, by cascade.
   */
  forgetVerificationMethods(sql: Transaction, accountId: string): Promise<void>;
  readonly jobs: readonly Job[];
  /** A customer known by name only, as imports bring them; no login leads to it. */
  createCustomerWithoutLogin(sql: Sql, customer: { displayName: string }): Promise<{ id: string }>;
};

export type IdentityNeeds = {
  readonly membershipsOf: MembershipsOf;
  /** The policy in force; without it every method counts and a window lasts five minutes. */
  readonly verificationPolicy?: ReadVerificationPolicy;
  readonly facePolicy?: ReadFacePolicy;
  /** Looks at pictures; without it nobody is recognised by face. */
  readonly facePipeline?: FacePipeline | NoPipeline;
};

export function createIdentity(deps: Deps, needs: IdentityNeeds): Identity {
  const passwords = createPasswordHashes();
  const methods = createMethods(deps, {
    readVerificationPolicy: needs.verificationPolicy,
    pipeline: needs.facePipeline ?? { unavailable: "no pipeline was opened" },
    readPolicy: needs.facePolicy ?? (async () => DEFAULT_FACE_POLICY),
  });
  return {
    endpoints: [
      ...accountEndpoints(deps, passwords),
      ...methods.endpoints,
      ...verificationUseEndpoints(deps),
      ...notificationEndpoints(deps),
    ],
    jobs: [
      ...methods.jobs,
      {
        name: "forget old devices",
        everySeconds: 3600,
        run: () => {
          const before = addDays(deps.clock.now(), -DEVICE_DAYS);
          return deleteOldDevices(deps.database, { before });
        },
      },
    ],
    countFaces: countTemplates,
    forgetVerificationMethods: methods.forget,
    authenticate: sessionAuthentication(deps, needs.membershipsOf),
    async findAccountByLogin(sql, login) {
      const parsed = readLogin(login);
      const account = parsed && (await readAccountByLogin(sql, parsed));
      return account && { id: account.id, displayName: account.displayName };
    },
    loginsOf: readLogins,
    displayNames: readDisplayNames,
    displayNameSql,
    countCustomers: (sql) => countAccounts(sql, "customer"),
    async registerAccount(sql, input) {
      const prepared = await prepareAccount(deps, passwords, { input, language: "en" });
      if (!prepared.ok) return prepared;
      const stored = await storeAccount(deps, sql, prepared.value);
      return stored.ok ? ok({ id: stored.value.id }) : stored;
    },
    async createCustomerWithoutLogin(sql, { displayName }) {
      const id = deps.ids.next("customer");
      const nothing = { phone: null, email: null, passwordHash: null };
      const createdAt = deps.clock.now();
      await insertAccount(sql, { id, kind: "customer", displayName, createdAt, ...nothing });
      return { id };
    },
  };
}
