import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, operator, type Programme, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, EmptyState, ErrorNote, Page, Skeleton, Table } from "../../ui/index.ts";
import { useOperator } from "../operator-context.ts";
import { ProgrammeSheet } from "./programme-sheet.tsx";

/** What online merchants get for joining. */
export function ProgrammesPage() {
  const t = useT();
  const { role } = useOperator();
  const [adding, setAdding] = useState(false);
  const programmes = useQuery({
    queryKey: keys.operator("programmes"),
    queryFn: operator.programmes,
  });
  return (
    <Page
      title={t("operator.programmes.title")}
      actions={
        role === "admin" && (
          <Button variant="solid" onClick={() => setAdding(true)}>
            {t("operator.programmes.add")}
          </Button>
        )
      }
    >
      <p className="text-muted">
        {t("operator.programmes.intro")} {role !== "admin" && t("operator.programmes.readOnly")}
      </p>
      {programmes.error !== null && (
        <ErrorNote
          problem={problemFrom(programmes.error)}
          onRetry={() => void programmes.refetch()}
        />
      )}
      {programmes.isPending && <Skeleton className="h-48 w-full" />}
      {programmes.data?.items.length === 0 && (
        <EmptyState
          title={t("operator.programmes.empty")}
          hint={t("operator.programmes.emptyHint")}
        />
      )}
      {programmes.data !== undefined && programmes.data.items.length > 0 && (
        <ProgrammeTable programmes={programmes.data.items} />
      )}
      {adding && <ProgrammeSheet onClose={() => setAdding(false)} />}
    </Page>
  );
}

function ProgrammeTable(props: { programmes: readonly Programme[] }) {
  const t = useT();
  const format = useFormat();
  const reward = useRewardText();
  const period = usePeriodText();
  return (
    <Table
      caption={t("operator.programmes.title")}
      rows={props.programmes}
      rowKey={(programme) => programme.id}
      columns={[
        {
          key: "name",
          header: t("operator.programmes.name"),
          cell: (programme) => (
            <span className="font-medium">
              <bdi>{programme.name}</bdi>
            </span>
          ),
        },
        {
          key: "trigger",
          header: t("operator.programmes.trigger"),
          cell: (programme) => t(`operator.programmes.trigger.${programme.trigger.kind}`),
        },
        {
          key: "reward",
          header: t("operator.programmes.reward"),
          cell: (programme) => reward(programme),
        },
        {
          key: "spent",
          header: t("operator.programmes.spent"),
          align: "end",
          cell: (programme) =>
            programme.grantedPoints == null ? null : format.number(programme.grantedPoints),
        },
        {
          key: "budget",
          header: t("operator.programmes.budget"),
          align: "end",
          cell: (programme) =>
            programme.budgetPoints == null
              ? t("operator.programmes.budgetNone")
              : format.number(programme.budgetPoints),
        },
        {
          key: "period",
          header: t("operator.programmes.period"),
          cell: (programme) => period(programme),
        },
      ]}
    />
  );
}

function useRewardText() {
  const t = useT();
  return ({ reward }: Programme): string =>
    reward.kind === "mall_points"
      ? t("operator.programmes.rewardPoints", { points: reward.points })
      : t("operator.programmes.rewardDays", { days: reward.days });
}

function usePeriodText() {
  const t = useT();
  const format = useFormat();
  return (programme: Programme): string => {
    const from = programme.startsAt == null ? null : format.date(programme.startsAt);
    const to = programme.endsAt == null ? null : format.date(programme.endsAt);
    if (from !== null && to !== null) return t("operator.programmes.fromTo", { from, to });
    if (from !== null) return t("operator.programmes.from", { date: from });
    if (to !== null) return t("operator.programmes.to", { date: to });
    return t("operator.programmes.always");
  };
}
