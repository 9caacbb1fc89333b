import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import { incentives, keys, problemFrom, type SellerIncentive } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Badge, Card, EmptyState, ErrorNote, Page, Points, Skeleton } from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";

/** What the mall gives this seller for joining: what was granted and why, and what is open. */
export function NewcomerPage() {
  const t = useT();
  const format = useFormat();
  const { sellerId } = useSeller();
  const query = useQuery({
    queryKey: keys.sellerPart(sellerId, "incentives"),
    queryFn: () => incentives.ofSeller(sellerId),
  });
  const { data } = query;
  return (
    <Page title={t("seller.newcomer.title")}>
      <p className="text-muted">{t("seller.newcomer.intro")}</p>
      {query.error !== null && (
        <ErrorNote problem={problemFrom(query.error)} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Skeleton className="h-64 w-full" />}
      {data !== undefined && (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            <Card className="p-5">
              <h2 className="text-muted">{t("seller.newcomer.wallet")}</h2>
              <p className="mt-1 text-3xl font-semibold">
                <Points value={data.promotionWallet.available} unit="mall" />
              </p>
              <p className="mt-1 text-sm text-muted">{t("seller.newcomer.walletHint")}</p>
            </Card>
            <Card className="p-5">
              <h2 className="text-muted">{t("seller.newcomer.commission")}</h2>
              <p className="mt-1 text-2xl font-semibold">
                {data.commissionFreeUntil === null
                  ? t("seller.newcomer.commissionNone")
                  : t("seller.newcomer.commissionUntil", {
                      date: format.date(data.commissionFreeUntil),
                    })}
              </p>
            </Card>
          </div>
          {data.items.length === 0 ? (
            <EmptyState title={t("seller.newcomer.empty")} hint={t("seller.newcomer.emptyHint")} />
          ) : (
            <Checklist items={data.items} />
          )}
        </>
      )}
    </Page>
  );
}

function Checklist(props: { items: readonly SellerIncentive[] }) {
  const t = useT();
  const { items } = props;
  const done = items.filter((item) => item.status === "granted").length;
  return (
    <Card className="p-5">
      <p className="mb-1 font-medium">{t("seller.newcomer.done", { done, of: items.length })}</p>
      <ol className="divide-y divide-line">
        {items.map((item) => (
          <li key={item.programmeId} className="flex gap-3 py-4">
            <StepIcon status={item.status} />
            <Step item={item} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepIcon(props: { status: SellerIncentive["status"] }) {
  if (props.status === "granted") {
    return <CircleCheck aria-hidden className="mt-0.5 size-6 shrink-0 text-success" />;
  }
  if (props.status === "in_progress") {
    return <CircleDashed aria-hidden className="mt-0.5 size-6 shrink-0 text-accent" />;
  }
  return <CircleX aria-hidden className="mt-0.5 size-6 shrink-0 text-muted" />;
}

const tones = {
  granted: "success",
  in_progress: "accent",
  missed: "neutral",
  taken_back: "danger",
} as const;

function Step(props: { item: SellerIncentive }) {
  const t = useT();
  const format = useFormat();
  const { item } = props;
  return (
    <div className="min-w-0 flex-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold break-words">
          <bdi>{item.name}</bdi>
        </h3>
        <Badge tone={tones[item.status]}>{t(`seller.newcomer.status.${item.status}`)}</Badge>
      </div>
      {item.points != null && item.points > 0 && (
        <p>{t("seller.newcomer.given", { points: item.points })}</p>
      )}
      {item.reward.kind === "commission_free" && (
        <p>{t("seller.newcomer.days", { days: item.reward.days })}</p>
      )}
      <p className="text-sm text-muted">
        {item.grantedAt != null && `${format.date(item.grantedAt)} · `}
        {item.reason}
      </p>
      {item.status === "in_progress" && (
        <div className="mt-2 flex items-center gap-3">
          <progress
            value={item.progress.done}
            max={item.progress.of}
            aria-label={t("seller.newcomer.progressLabel", { name: item.name })}
            className="h-2 flex-1 appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
          />
          <span className="text-sm text-muted tabular-nums">
            {t("seller.newcomer.progress", item.progress)}
          </span>
        </div>
      )}
    </div>
  );
}
