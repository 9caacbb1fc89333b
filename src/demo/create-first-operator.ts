import type { App } from "../app.ts";

/** The operator admin of the environment, created once; a later change of the password stays the person's own. */
export async function createFirstOperator(
  app: App,
  { login, password, displayName }: { login: string; password: string; displayName?: string },
): Promise<void> {
  const { identity, merchants, deps } = app;
  const isEmail = login.includes("@");
  const outcome = await identity.registerAccount(deps.database, {
    kind: "staff",
    ...(isEmail ? { email: login } : { phone: login }),
    password,
    displayName: displayName ?? "Operator",
  });
  if (!outcome.ok && outcome.refusal.code !== "already_registered") {
    throw new Error(
      `TONGDUI_OPERATOR_LOGIN and TONGDUI_OPERATOR_PASSWORD cannot be used: ${outcome.refusal.code}.`,
    );
  }
  if (!outcome.ok) return;
  const accountId = outcome.value.id;
  await merchants.addOperator(deps.database, { accountId, role: "admin" });
}
