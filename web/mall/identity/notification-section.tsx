import { useEffect, useEffectEvent } from "react";
import { keys, notifications, useChange, usePaged } from "../../api/index.ts";
import { useLocale, useT } from "../../i18n/index.ts";
import { Badge, Button, Card, DateTime, ErrorNote, Skeleton } from "../../ui/index.ts";

/** What happened to the ways of proving who one is. Seeing them is reading them. */
export function NotificationSection() {
  const t = useT();
  // Their texts come from the server, in the language on screen.
  const locale = useLocale();
  const list = usePaged({ key: [...keys.notifications, locale], read: notifications.list });
  const hasUnread = list.items.some(({ readAt }) => readAt === null);
  // The list on screen keeps its marks; the count elsewhere is asked for again.
  const read = useChange({ send: notifications.markRead, refresh: [keys.unread] });
  const markRead = useEffectEvent(() => void read.run(undefined));
  useEffect(() => {
    if (hasUnread) markRead();
  }, [hasUnread]);
  return (
    <Card className="flex flex-col gap-3 p-5">
      <h2 className="font-semibold">{t("mall.identity.notices.title")}</h2>
      {list.problem !== null && <ErrorNote problem={list.problem} onRetry={list.reload} />}
      {list.loading && <Skeleton className="h-16 w-full" />}
      {!list.loading && list.problem === null && list.items.length === 0 && (
        <p className="text-sm text-muted">{t("mall.identity.notices.empty")}</p>
      )}
      <ul className="divide-y divide-line">
        {list.items.map(({ id, title, text, at, readAt }) => (
          <li key={id} className="py-2.5">
            <p className="flex items-center gap-2 font-medium">
              <span className="min-w-0 flex-1">{title}</span>
              {readAt === null && <Badge tone="accent">{t("mall.identity.notices.unread")}</Badge>}
            </p>
            <p className="text-sm">{text}</p>
            <DateTime at={at} className="text-sm text-muted" />
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <Button busy={list.loadingMore} onClick={list.loadMore}>
          {t("common.action.more")}
        </Button>
      )}
    </Card>
  );
}
