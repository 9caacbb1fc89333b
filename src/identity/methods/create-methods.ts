import { err, ok, type Result } from "../../kernel/result.ts";
import type { Sql, Transaction } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { Endpoint } from "../../platform/http/endpoint.ts";
import type { Job } from "../../platform/jobs/jobs.ts";
import { DEFAULT_WINDOW_SECONDS, openWindow, type ReadVerificationPolicy } from "../open-window.ts";
import type { FaceNeeds } from "./face/face-context.ts";
import { verificationMethods } from "./index.ts";
import type { MethodContext, VerificationMethod } from "./method.ts";

type MethodsNeeds = FaceNeeds & {
  /** Without it every method counts and a window lasts five minutes. */
  readonly readVerificationPolicy: ReadVerificationPolicy | undefined;
};

/** All ways to prove who is there, each with its context, as identity puts them together. */
export function createMethods(deps: Deps, needs: MethodsNeeds) {
  const methods = verificationMethods(needs);
  const contexts = methods.map((method) => ({ method, context: contextOf(method) }));

  function contextOf(method: VerificationMethod): MethodContext {
    const { name } = method;
    return {
      deps,
      windowSeconds: (sql) => windowSeconds(sql, method),
      openWindow: (sql, proof) => openWindow(deps, sql, { ...proof, method: name }),
      async mayAddMethod(sql, { accountId, verifiedUntil }) {
        if (verifiedUntil !== null) return ok();
        return (await hasMethod(sql, accountId)) ? err("verification_required") : ok();
      },
    };
  }

  async function windowSeconds(
    sql: Sql,
    { name }: VerificationMethod,
  ): Promise<Result<number, "method_not_available">> {
    const policy = await needs.readVerificationPolicy?.(sql);
    if (policy === undefined) return ok(DEFAULT_WINDOW_SECONDS);
    return policy.methods.includes(name) ? ok(policy.windowSeconds) : err("method_not_available");
  }

  /** Only what could open the window now: nobody is asked for a proof that the policy leaves out. */
  async function hasMethod(sql: Sql, accountId: string): Promise<boolean> {
    for (const method of methods) {
      if (!(await windowSeconds(sql, method)).ok) continue;
      if (await method.isSetUp(sql, accountId)) return true;
    }
    return false;
  }

  return {
    endpoints: contexts.flatMap(({ method, context }): Endpoint[] => [
      ...method.endpoints(context),
      ...(method.openEndpoints?.(context) ?? []),
    ]),
    jobs: contexts.flatMap(({ method, context }): readonly Job[] => method.jobs?.(context) ?? []),
    async forget(sql: Transaction, accountId: string): Promise<void> {
      for (const method of methods) await method.forget(deps, sql, accountId);
    },
  };
}
