import { type Instant, toRfc3339 } from "../../kernel/clock.ts";
import type { Sql } from "../../platform/db/database.ts";
import type { NotificationKind } from "./contract.ts";

export type Notification = {
  readonly id: string;
  readonly kind: NotificationKind;
  readonly at: Instant;
  readonly readAt: Instant | null;
};

export async function insertNotification(
  sql: Sql,
  notification: Omit<Notification, "readAt"> & { readonly accountId: string },
): Promise<void> {
  await sql.execute("insert into notification (id, account_id, kind, at) values ($1, $2, $3, $4)", [
    notification.id,
    notification.accountId,
    notification.kind,
    toRfc3339(notification.at),
  ]);
}

/** Newest first, before the notification `before`. */
export function listNotifications(
  sql: Sql,
  { accountId, before, limit }: { accountId: string; before: string | null; limit: number },
): Promise<Notification[]> {
  return sql.query<Notification>(
    `select id, kind, at, read_at as "readAt" from notification
     where account_id = $1 and ($2::text is null or id < $2) order by id desc limit $3`,
    [accountId, before, limit],
  );
}

export async function countUnread(sql: Sql, accountId: string): Promise<number> {
  const [row] = await sql.query<{ count: bigint }>(
    "select count(*) as count from notification where account_id = $1 and read_at is null",
    [accountId],
  );
  return Number(row?.count ?? 0);
}

/** Answers false when the account has no such notification. A first reading stays the first. */
export async function markRead(
  sql: Sql,
  { accountId, id, now }: { accountId: string; id: string; now: Instant },
): Promise<boolean> {
  const rows = await sql.execute(
    "update notification set read_at = coalesce(read_at, $3) where account_id = $1 and id = $2",
    [accountId, id, toRfc3339(now)],
  );
  return rows === 1;
}

export async function markAllRead(
  sql: Sql,
  { accountId, now }: { accountId: string; now: Instant },
): Promise<void> {
  await sql.execute(
    "update notification set read_at = $2 where account_id = $1 and read_at is null",
    [accountId, toRfc3339(now)],
  );
}
