import { useState } from "react";
import { useSearchParams } from "wouter";
import {
  keys,
  type MerchantStatus,
  type OperatorSeller,
  type OperatorShop,
  operator,
  usePaged,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  EmptyState,
  ErrorNote,
  Field,
  Money,
  Page,
  Select,
  ShopMark,
  Skeleton,
  Table,
  Tabs,
  Toolbar,
} from "../../ui/index.ts";
import { DecisionButtons } from "./decision-buttons.tsx";

export type MerchantSide = "shops" | "sellers";
const filters = ["pending", "approved", "suspended"] as const satisfies readonly MerchantStatus[];
const tones = { pending: "warning", approved: "success", suspended: "danger" } as const;

/** Who wants in, who is in, who was stopped. */
export function ApprovalsPage() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const side: MerchantSide = search.get("of") === "sellers" ? "sellers" : "shops";
  const [status, setStatus] = useState<MerchantStatus>("pending");
  return (
    <Page title={t("operator.approvals.title")}>
      <Tabs
        label={t("operator.approvals.title")}
        value={side}
        onChange={(value) => setSearch({ of: value }, { replace: true })}
        items={[
          { value: "shops", label: t("operator.approvals.shops") },
          { value: "sellers", label: t("operator.approvals.sellers") },
        ]}
      >
        <div className="flex flex-col gap-5 pt-4">
          <Toolbar>
            <Field label={t("operator.approvals.filter")} className="w-full sm:w-56">
              <Select
                value={status}
                onChange={(value) => setStatus(value as MerchantStatus)}
                options={filters.map((value) => ({ value, label: t(`common.status.${value}`) }))}
              />
            </Field>
          </Toolbar>
          <MerchantList key={`${side} ${status}`} side={side} status={status} />
        </div>
      </Tabs>
    </Page>
  );
}

function MerchantList(props: { side: MerchantSide; status: MerchantStatus }) {
  const t = useT();
  const { side, status } = props;
  const merchants = usePaged<OperatorShop | OperatorSeller>({
    key: keys.operator(side, status),
    read: (cursor) =>
      side === "shops" ? operator.shops({ status, cursor }) : operator.sellers({ status, cursor }),
  });
  if (merchants.problem !== null) {
    return <ErrorNote problem={merchants.problem} onRetry={merchants.reload} />;
  }
  if (merchants.loading) return <Skeleton className="h-48 w-full" />;
  if (merchants.items.length === 0) {
    return status === "pending" ? (
      <EmptyState
        title={t("operator.approvals.empty.pending")}
        hint={t("operator.approvals.empty.pendingHint")}
      />
    ) : (
      <EmptyState title={t("operator.approvals.empty.other")} />
    );
  }
  return (
    <>
      <MerchantTable side={side} merchants={merchants.items} />
      {merchants.hasMore && (
        <Button
          variant="soft"
          className="self-center"
          busy={merchants.loadingMore}
          onClick={merchants.loadMore}
        >
          {t("common.action.more")}
        </Button>
      )}
    </>
  );
}

function MerchantTable(props: {
  side: MerchantSide;
  merchants: readonly (OperatorShop | OperatorSeller)[];
}) {
  const t = useT();
  const format = useFormat();
  const { side } = props;
  const pool = {
    key: "pool",
    header: t("operator.approvals.pool"),
    align: "end" as const,
    cell: (merchant: OperatorShop | OperatorSeller) =>
      "poolBalance" in merchant ? <Money fen={merchant.poolBalance} /> : null,
  };
  return (
    <Table
      caption={t(`operator.approvals.${side}`)}
      rows={props.merchants}
      rowKey={(merchant) => merchant.id}
      columns={[
        {
          key: "name",
          header: t("operator.approvals.name"),
          cell: (merchant) => (
            <span className="flex items-center gap-2">
              <ShopMark
                name={merchant.name}
                colour={merchant.colour}
                size="text"
                className="text-lg"
              />
              <span className="font-medium">
                <bdi>{merchant.name}</bdi>
              </span>
            </span>
          ),
        },
        {
          key: "owner",
          header: t("operator.approvals.owner"),
          cell: (merchant) => merchant.ownerName,
        },
        {
          key: "appliedAt",
          header: t("operator.approvals.appliedAt"),
          cell: (merchant) => format.dateTime(merchant.createdAt),
        },
        {
          key: "status",
          header: t("operator.approvals.status"),
          cell: (merchant) => (
            <Badge tone={tones[merchant.status]}>{t(`common.status.${merchant.status}`)}</Badge>
          ),
        },
        ...(side === "shops" ? [pool] : []),
        {
          key: "actions",
          header: t("common.table.actions"),
          align: "end",
          cell: (merchant) => <DecisionButtons side={side} merchant={merchant} />,
        },
      ]}
    />
  );
}
