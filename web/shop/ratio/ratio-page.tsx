import { useQuery } from "@tanstack/react-query";
import { exchange, keys, problemFrom, type Ratio } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Card, EmptyState, ErrorNote, Page, Skeleton, Table } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { RatioForm } from "./ratio-form.tsx";
import { VersionChart } from "./version-chart.tsx";

/** What the shop's points are worth in the mall: in force, a new version, and all before it. */
export function RatioPage() {
  const t = useT();
  const { shopId } = useShop();
  const current = useQuery({
    queryKey: keys.shopPart(shopId, "ratio"),
    queryFn: () => exchange.ratio(shopId),
  });
  const versions = useQuery({
    queryKey: keys.shopPart(shopId, "ratio", "versions"),
    queryFn: () => exchange.ratioVersions(shopId),
  });
  return (
    <Page title={t("shop.ratio.title")}>
      {current.error !== null && (
        <ErrorNote problem={problemFrom(current.error)} onRetry={() => void current.refetch()} />
      )}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          {current.isPending ? (
            <Skeleton className="h-40 w-full" />
          ) : (
            <CurrentRatio ratio={current.data ?? null} />
          )}
          {versions.data !== undefined && versions.data.items.length > 1 && (
            <Card className="p-4">
              <VersionChart versions={versions.data.items} />
            </Card>
          )}
        </div>
        <RatioForm current={current.data ?? null} key={current.data?.version ?? 0} />
      </div>
      {versions.data !== undefined && versions.data.items.length > 0 && (
        <section className="flex flex-col gap-2">
          <h2 className="text-lg font-semibold">{t("shop.ratio.versions")}</h2>
          <VersionTable versions={versions.data.items} />
        </section>
      )}
    </Page>
  );
}

function CurrentRatio(props: { ratio: Ratio | null }) {
  const t = useT();
  const format = useFormat();
  const { ratio } = props;
  if (ratio === null) {
    return <EmptyState title={t("shop.ratio.none")} hint={t("shop.ratio.noneHint")} />;
  }
  return (
    <Card className="flex flex-col gap-3 p-5">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 className="font-medium text-muted">{t("shop.ratio.current")}</h2>
        <p className="text-sm text-muted">
          {t("shop.ratio.version", { version: ratio.version })} ·{" "}
          {t("shop.ratio.since", { date: format.date(ratio.validFrom) })}
        </p>
      </div>
      <p className="text-4xl font-semibold tracking-tight tabular-nums">
        {format.number(ratio.shopPoints)} : {format.number(ratio.mallPoints)}
      </p>
      <p>{t("shop.ratio.sentence", { shop: ratio.shopPoints, mall: ratio.mallPoints })}</p>
      <p className="text-sm text-muted">
        {ratio.minimumPoints === 0
          ? t("shop.ratio.noMinimum")
          : t("shop.ratio.minimum", { points: ratio.minimumPoints })}
        {" · "}
        {ratio.dailyCapPoints === null
          ? t("shop.ratio.noCap")
          : t("shop.ratio.cap", { points: ratio.dailyCapPoints })}
      </p>
    </Card>
  );
}

function VersionTable(props: { versions: readonly Ratio[] }) {
  const t = useT();
  const format = useFormat();
  return (
    <Table
      caption={t("shop.ratio.versions")}
      rows={props.versions}
      rowKey={(ratio) => String(ratio.version)}
      columns={[
        {
          key: "version",
          header: t("shop.ratio.columnVersion"),
          cell: (ratio) => t("shop.ratio.version", { version: ratio.version }),
        },
        {
          key: "ratio",
          header: t("shop.ratio.columnRatio"),
          align: "end",
          cell: (ratio) =>
            `${format.number(ratio.shopPoints)} : ${format.number(ratio.mallPoints)}`,
        },
        {
          key: "minimum",
          header: t("shop.ratio.columnMinimum"),
          align: "end",
          cell: (ratio) =>
            ratio.minimumPoints === 0 ? t("common.state.none") : format.number(ratio.minimumPoints),
        },
        {
          key: "cap",
          header: t("shop.ratio.columnCap"),
          align: "end",
          cell: (ratio) =>
            ratio.dailyCapPoints === null
              ? t("common.state.none")
              : format.number(ratio.dailyCapPoints),
        },
        {
          key: "from",
          header: t("shop.ratio.columnFrom"),
          cell: (ratio) => format.dateTime(ratio.validFrom),
        },
      ]}
    />
  );
}
