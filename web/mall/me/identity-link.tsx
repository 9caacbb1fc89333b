import { useQuery } from "@tanstack/react-query";
import { ChevronRight, ScanFace } from "lucide-react";
import { Link } from "wouter";
import { keys, notifications } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Badge, Card } from "../../ui/index.ts";

/** The way to face and passkeys, with what is new there. */
export function IdentityLink() {
  const t = useT();
  const news = useQuery({ queryKey: keys.unread, queryFn: () => notifications.list() });
  const count = news.data?.unread ?? 0;
  return (
    <Card className="p-0">
      <Link
        href="/me/identity"
        className="flex min-h-16 items-center gap-3 rounded-2xl p-4 hover:bg-sunken"
      >
        <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-accent-soft text-accent-strong">
          <ScanFace aria-hidden className="size-5" />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2 font-medium">
            {t("mall.me.identity")}
            {count > 0 && <Badge tone="accent">{t("mall.me.unread", { count })}</Badge>}
          </span>
          <span className="block text-sm text-muted">{t("mall.me.identityHint")}</span>
        </span>
        <ChevronRight aria-hidden className="size-4 text-muted" />
      </Link>
    </Card>
  );
}
