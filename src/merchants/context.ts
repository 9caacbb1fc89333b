import type { Login } from "../kernel/text/login.ts";
import type { Sql } from "../platform/db/database.ts";
import type { Deps } from "../platform/deps.ts";

/** What merchants asks of identity. */
export type People = {
  /** What the account signs in with. */
  loginsOf(sql: Sql, accountId: string): Promise<readonly Login[]>;
  displayNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>>;
};

/** What every use case of this module works with. */
export type Context = {
  readonly deps: Deps;
  readonly identity: People;
  /** How many customers are registered; for the operator's first page. */
  countCustomers(sql: Sql): Promise<number>;
  /** How many people's faces are enrolled; from a certain number on the operator has a duty. */
  countFaces(sql: Sql): Promise<number>;
  /** `count` random bytes. */
  readonly randomBytes: (count: number) => Buffer;
};
