import type { Sql } from "../../platform/db/database.ts";
import type { Deps } from "../../platform/deps.ts";
import type { NotificationKind } from "./contract.ts";
import { insertNotification } from "./notification.store.ts";

/** Tells an account's owner what happened, in the transaction in which it did. */
export function notify(
  deps: Pick<Deps, "ids" | "clock">,
  sql: Sql,
  { accountId, kind }: { accountId: string; kind: NotificationKind },
): Promise<void> {
  const id = deps.ids.next("notification");
  return insertNotification(sql, { id, accountId, kind, at: deps.clock.now() });
}
