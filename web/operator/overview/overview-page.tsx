import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { keys, type OperatorOverview, operator, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Card, ErrorNote, Page, Skeleton } from "../../ui/index.ts";
import { AuditSection } from "./audit-section.tsx";

/** The state of the whole mall: do the books balance, who waits, how many points there are. */
export function OverviewPage() {
  const t = useT();
  const overview = useQuery({
    queryKey: keys.operator("overview"),
    queryFn: operator.overview,
  });
  return (
    <Page title={t("operator.overview.title")}>
      <AuditSection />
      {overview.error !== null && (
        <ErrorNote problem={problemFrom(overview.error)} onRetry={() => void overview.refetch()} />
      )}
      {overview.isPending && <Skeleton className="h-40 w-full" />}
      {overview.data !== undefined && <Counts overview={overview.data} />}
    </Page>
  );
}

function Counts(props: { overview: OperatorOverview }) {
  const t = useT();
  const format = useFormat();
  const { overview } = props;
  const waiting = [
    [t("operator.count.shopsPending"), overview.shopsPending, "/approvals"],
    [t("operator.count.sellersPending"), overview.sellersPending, "/approvals?of=sellers"],
  ] as const;
  const counts = [
    [t("operator.count.customers"), overview.customers],
    [t("operator.count.faces"), overview.facesEnrolled],
    [t("operator.count.issued"), overview.mallPointsIssued],
    [t("operator.count.held"), overview.mallPointsHeld],
    [t("operator.count.retired"), overview.mallPointsRetired],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      {waiting.map(([label, value, to]) => (
        <Card key={label} className="p-4">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="mt-1 flex flex-wrap items-end justify-between gap-2">
            <span className="text-3xl font-semibold tabular-nums">{format.number(value)}</span>
            {value > 0 && (
              <Link
                href={to}
                className="inline-flex min-h-11 items-center rounded-full bg-accent-soft px-4 font-medium text-accent-strong"
              >
                {t("operator.count.review")}
                <span className="sr-only">{label}</span>
              </Link>
            )}
          </dd>
        </Card>
      ))}
      {counts.map(([label, value]) => (
        <Card key={label} className="p-4">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="mt-1 text-3xl font-semibold tabular-nums">{format.number(value)}</dd>
        </Card>
      ))}
      {overview.faceFiling !== "none" && (
        <Card className="col-span-full p-4">
          <dt className="font-semibold text-danger">{t("operator.faceFiling.title")}</dt>
          <dd className="mt-1">{t(`operator.faceFiling.${overview.faceFiling}`)}</dd>
        </Card>
      )}
    </dl>
  );
}
