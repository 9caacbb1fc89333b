import { Type } from "typebox";
import { Answer, IdJson, Nullable, OneOf, TimeJson } from "../../platform/http/schema.ts";

export const NOTIFICATION_KINDS = [
  "face_enrolled",
  "face_withdrawn",
  "face_unused",
  "face_locked",
  "passkey_added",
  "passkey_removed",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** `title` and `text` are in the language of the request. */
const NotificationAnswer = Answer({
  id: IdJson,
  kind: OneOf([...NOTIFICATION_KINDS]),
  title: Type.String(),
  text: Type.String(),
  at: TimeJson,
  readAt: Nullable(TimeJson),
});

export const NotificationPage = Answer({
  items: Type.Array(NotificationAnswer),
  nextCursor: Nullable(Type.String()),
  /** Of all, not only of this page. */
  unread: Type.Integer({ minimum: 0 }),
});
