import { KeyRound, ScanFace } from "lucide-react";
import { accounts, keys, usePaged } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Badge, Button, Card, DateTime, ErrorNote, Skeleton } from "../../ui/index.ts";

const icons = { face: ScanFace, passkey: KeyRound } as const;

/** When each way was used, and for what. */
export function UseSection() {
  const t = useT();
  const list = usePaged({ key: keys.verifications, read: accounts.verifications });
  return (
    <Card className="flex flex-col gap-3 p-5">
      <div>
        <h2 className="font-semibold">{t("mall.identity.uses.title")}</h2>
        <p className="text-sm text-muted">{t("mall.identity.uses.hint")}</p>
      </div>
      {list.problem !== null && <ErrorNote problem={list.problem} onRetry={list.reload} />}
      {list.loading && <Skeleton className="h-16 w-full" />}
      {!list.loading && list.problem === null && list.items.length === 0 && (
        <p className="text-sm text-muted">{t("mall.identity.uses.empty")}</p>
      )}
      <ul className="divide-y divide-line">
        {list.items.map(({ method, purpose, outcome, at }) => {
          const Icon = icons[method];
          return (
            <li key={`${at} ${method}`} className="flex min-h-12 items-center gap-3 py-1.5">
              <Icon aria-hidden className="size-5 shrink-0 text-muted" />
              <span className="min-w-0 flex-1">
                {t(`mall.identity.uses.method.${method}`)}
                <span className="text-muted"> · {t(`mall.identity.uses.purpose.${purpose}`)}</span>
                <DateTime at={at} className="block text-sm text-muted" />
              </span>
              {outcome === "accepted" ? (
                <Badge tone="success">{t("mall.identity.uses.accepted")}</Badge>
              ) : (
                <Badge tone="warning">{t("mall.identity.uses.refused")}</Badge>
              )}
            </li>
          );
        })}
      </ul>
      {list.hasMore && (
        <Button busy={list.loadingMore} onClick={list.loadMore}>
          {t("common.action.more")}
        </Button>
      )}
    </Card>
  );
}
