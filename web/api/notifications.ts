import type { Static } from "typebox";
import type { NotificationPage } from "../../src/identity/notifications/contract.ts";
import { api } from "./client.ts";

export type Notifications = Static<typeof NotificationPage>;
/** Title and text are in the language of the request. */
export type Notification = Notifications["items"][number];

export const notifications = {
  list: (cursor?: string, signal?: AbortSignal) =>
    api.get<Notifications>("/me/notifications", { query: { cursor }, signal }),
  markRead: () => api.post<void>("/me/notifications/read"),
};
