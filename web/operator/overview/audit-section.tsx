import { useQuery } from "@tanstack/react-query";
import { CircleCheck, TriangleAlert } from "lucide-react";
import {
  type Audit,
  type AuditUnit,
  keys,
  type OperatorShop,
  operator,
  problemFrom,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorNote, ShopMark, Skeleton, Table } from "../../ui/index.ts";

/** The full recount: green only when every unit differs by zero. */
export function AuditSection() {
  const t = useT();
  const audit = useQuery({ queryKey: keys.operator("audit"), queryFn: operator.audit });
  return (
    <div className="flex flex-col gap-3">
      {audit.error !== null && (
        <ErrorNote problem={problemFrom(audit.error)} onRetry={() => void audit.refetch()} />
      )}
      {audit.isPending && (
        <>
          <p role="status" className="sr-only">
            {t("operator.audit.running")}
          </p>
          <Skeleton className="h-32 w-full" />
        </>
      )}
      {audit.data !== undefined && (
        <>
          <Verdict audit={audit.data} busy={audit.isFetching} onRun={() => void audit.refetch()} />
          {audit.data.units.length === 0 ? (
            <EmptyState title={t("operator.audit.empty")} hint={t("operator.audit.emptyHint")} />
          ) : (
            <UnitTable units={audit.data.units} />
          )}
        </>
      )}
    </div>
  );
}

function Verdict(props: { audit: Audit; busy: boolean; onRun: () => void }) {
  const t = useT();
  const format = useFormat();
  const { audit } = props;
  const Icon = audit.balanced ? CircleCheck : TriangleAlert;
  const differing = audit.units.filter((unit) => unit.difference !== 0).length;
  return (
    <div
      className={`flex flex-wrap items-center gap-4 rounded-3xl p-5 ${
        audit.balanced ? "bg-success-soft" : "bg-danger-soft"
      }`}
    >
      <Icon
        aria-hidden
        className={`size-12 shrink-0 ${audit.balanced ? "text-success" : "text-danger"}`}
      />
      <div role="status" className="min-w-48 flex-1">
        <p className="text-2xl font-semibold tracking-tight">
          {audit.balanced ? t("operator.audit.balanced") : t("operator.audit.unbalanced")}
        </p>
        <p>
          {audit.balanced
            ? t("operator.audit.balancedHint", { entries: audit.entries })
            : t("operator.audit.unbalancedHint", { count: differing })}
        </p>
        <p className="text-sm text-muted">
          {t("operator.audit.checkedAt", { date: format.dateTime(audit.checkedAt) })}
        </p>
      </div>
      <Button variant="soft" busy={props.busy} onClick={props.onRun}>
        {t("operator.audit.run")}
      </Button>
    </div>
  );
}

function UnitTable(props: { units: readonly AuditUnit[] }) {
  const t = useT();
  const format = useFormat();
  const shops = useQuery({
    queryKey: keys.operator("shops", "names"),
    queryFn: () => operator.shops({ limit: 100 }),
    staleTime: 60_000,
  });
  const amount = (row: AuditUnit, value: number) =>
    row.unit === "money" ? format.money(value) : format.number(value);
  const shopOf = (unit: string) => shops.data?.items.find((shop) => shop.id === unit);
  return (
    <Table
      caption={t("operator.audit.title")}
      rows={props.units}
      rowKey={(row) => row.unit}
      columns={[
        {
          key: "unit",
          header: t("operator.audit.unit"),
          cell: (row) => <UnitName unit={row.unit} shop={shopOf(row.unit)} />,
        },
        {
          key: "difference",
          header: t("operator.audit.difference"),
          align: "end",
          cell: (row) => (
            <span
              className={
                row.difference === 0
                  ? "font-medium text-success"
                  : "rounded-full bg-danger-soft px-2 font-semibold text-danger"
              }
            >
              {format.signed(row.difference)}
            </span>
          ),
        },
        {
          key: "issued",
          header: t("operator.audit.issued"),
          align: "end",
          cell: (row) => amount(row, row.issued),
        },
        {
          key: "held",
          header: t("operator.audit.held"),
          align: "end",
          cell: (row) => amount(row, row.held),
        },
        {
          key: "retired",
          header: t("operator.audit.retired"),
          align: "end",
          cell: (row) => amount(row, row.retired),
        },
      ]}
    />
  );
}

function UnitName(props: { unit: string; shop: OperatorShop | undefined }) {
  const t = useT();
  const { unit, shop } = props;
  if (unit === "mall") {
    return <span className="font-semibold">{t("operator.audit.unitMall")}</span>;
  }
  if (unit === "money") {
    return <span className="font-semibold">{t("operator.audit.unitMoney")}</span>;
  }
  if (shop === undefined) return <span className="font-mono text-sm break-all">{unit}</span>;
  return (
    <span className="flex items-center gap-2">
      <ShopMark name={shop.name} colour={shop.colour} size="text" className="text-lg" />
      <span className="font-medium">
        <bdi>{shop.name}</bdi>
      </span>
    </span>
  );
}
