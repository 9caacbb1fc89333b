import { useQuery } from "@tanstack/react-query";
import { keys, merchants, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Card, EmptyState, ErrorNote, Money, Page, Skeleton, Table } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";

/** The prepaid pool that pays for conversions: what is left, and what was paid in. */
export function PoolPage() {
  const t = useT();
  const format = useFormat();
  const { shopId } = useShop();
  const pool = useQuery({
    queryKey: keys.shopPart(shopId, "pool"),
    queryFn: () => merchants.pool(shopId),
  });
  return (
    <Page title={t("shop.pool.title")}>
      {pool.error !== null && (
        <ErrorNote problem={problemFrom(pool.error)} onRetry={() => void pool.refetch()} />
      )}
      {pool.isPending && <Skeleton className="h-36 w-full" />}
      {pool.data !== undefined && (
        <>
          <Card className="flex flex-col gap-2 p-5">
            <p className="text-muted">{t("shop.pool.balance")}</p>
            <p className="text-4xl font-semibold tracking-tight tabular-nums">
              <Money fen={pool.data.balance} />
            </p>
            <p className="max-w-prose text-sm text-muted">{t("shop.pool.explain")}</p>
            {pool.data.balance === 0 && (
              <p className="max-w-prose rounded-xl bg-warning-soft p-3 font-medium">
                {t("shop.pool.low")}
              </p>
            )}
          </Card>
          <section className="flex flex-col gap-2">
            <h2 className="text-lg font-semibold">{t("shop.pool.deposits")}</h2>
            <p className="text-sm text-muted">{t("shop.pool.howTo")}</p>
            {pool.data.deposits.length === 0 ? (
              <EmptyState title={t("shop.pool.empty")} hint={t("shop.pool.emptyHint")} />
            ) : (
              <Table
                caption={t("shop.pool.deposits")}
                rows={pool.data.deposits}
                rowKey={(deposit) => deposit.id}
                columns={[
                  {
                    key: "at",
                    header: t("shop.pool.at"),
                    cell: (deposit) => format.dateTime(deposit.at),
                  },
                  {
                    key: "amount",
                    header: t("shop.pool.amount"),
                    align: "end",
                    cell: (deposit) => <Money fen={deposit.amount} />,
                  },
                  {
                    key: "reference",
                    header: t("shop.pool.reference"),
                    cell: (deposit) => (
                      <span className="break-all">
                        <bdi>{deposit.reference}</bdi>
                      </span>
                    ),
                  },
                ]}
              />
            )}
          </section>
        </>
      )}
    </Page>
  );
}
