import { toRfc3339 } from "../../kernel/clock.ts";
import { err } from "../../kernel/result.ts";
import type { Deps } from "../../platform/deps.ts";
import { signedIn } from "../../platform/http/access.ts";
import { pageOf, readCursor } from "../../platform/http/cursor.ts";
import { type Endpoint, endpoint, reply } from "../../platform/http/endpoint.ts";
import { Body, IdJson, PageQuery, timeOrNull } from "../../platform/http/schema.ts";
import { NotificationPage } from "./contract.ts";
import { countUnread, listNotifications, markAllRead, markRead } from "./notification.store.ts";
import { NOTIFICATION_TEXTS } from "./notification-texts.ts";

const TAG = "Notifications";

export function notificationEndpoints(deps: Deps): Endpoint[] {
  return [
    endpoint({
      method: "GET",
      path: "/me/notifications",
      tag: TAG,
      summary: "What this account's owner is told, newest first.",
      access: signedIn,
      query: Body(PageQuery),
      answers: { 200: NotificationPage },
      refusals: [],
      handle: async ({ caller: { accountId }, query, language }) => {
        const { limit = 20, cursor } = query;
        const place = readCursor(cursor, { keyCount: 1, language });
        if (!place.ok) return place;
        const before = place.value?.[0] ?? null;
        const sql = deps.database;
        const rows = await listNotifications(sql, { accountId, before, limit: limit + 1 });
        const page = pageOf(rows, {
          limit,
          item: ({ id, kind, at, readAt }) => ({
            id,
            kind,
            ...NOTIFICATION_TEXTS[kind][language],
            at: toRfc3339(at),
            readAt: timeOrNull(readAt),
          }),
          keys: ({ id }) => [id],
        });
        return reply(200, { ...page, unread: await countUnread(sql, accountId) });
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/notifications/read",
      tag: TAG,
      summary: "Mark all notifications as read.",
      access: signedIn,
      answers: { 204: null },
      refusals: [],
      idempotency: "optional",
      handle: async ({ caller: { accountId } }, database) => {
        await markAllRead(database, { accountId, now: deps.clock.now() });
        return reply(204);
      },
    }),
    endpoint({
      method: "POST",
      path: "/me/notifications/{notificationId}/read",
      tag: TAG,
      summary: "Mark a notification as read.",
      access: signedIn,
      params: Body({ notificationId: IdJson }),
      answers: { 204: null },
      refusals: ["not_found"],
      idempotency: "optional",
      handle: async ({ caller: { accountId }, params }, database) => {
        const own = { accountId, id: params.notificationId, now: deps.clock.now() };
        return (await markRead(database, own)) ? reply(204) : err("not_found");
      },
    }),
  ];
}
