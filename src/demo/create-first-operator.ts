import type { App } from "../app.ts";
import { refusalText } from "../kernel/refusals.ts";
import { readLogin } from "../kernel/text/login.ts";
import { UsageError } from "../usage-error.ts";

/** The operator admin of the environment, created once; a later change of the password stays the person's own. */
export async function createFirstOperator(
  app: App,
  { login, password, displayName }: { login: string; password: string; displayName?: string },
): Promise<void> {
  const { identity, merchants, deps } = app;
  const parsed = readLogin(login);
  if (!parsed) {
    throw new UsageError(
      `TONGDUI_OPERATOR_LOGIN is "${login}": use an e-mail address, a phone number or a plain name.`,
    );
  }
  const outcome = await identity.registerAccount(deps.database, {
    kind: "staff",
    [parsed.kind]: parsed.value,
    password,
    displayName: displayName ?? "Operator",
  });
  if (!outcome.ok && outcome.refusal.code !== "already_registered") {
    throw new UsageError(
      `TONGDUI_OPERATOR_PASSWORD cannot be used (${outcome.refusal.code}): ${refusalText(outcome.refusal, "en").detail}`,
    );
  }
  if (!outcome.ok) return;
  const accountId = outcome.value.id;
  await merchants.addOperator(deps.database, { accountId, role: "admin" });
}
