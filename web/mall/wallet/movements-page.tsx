import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { exchange, keys, type Movement, usePaged, type Wallet } from "../../api/index.ts";
import { keyIfKnown, useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  DateTime,
  EmptyState,
  ErrorNote,
  Points,
  type PointsUnit,
  Select,
  Skeleton,
} from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import { ReceiptSheet } from "./receipt-sheet.tsx";
import { useWallet } from "./use-wallet.ts";

export default function MovementsPage() {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const wallet = useWallet().data;
  const [receipt, setReceipt] = useState<string | null>(null);
  const unit = params.get("unit") ?? "";
  const movements = usePaged({
    key: keys.movements(unit),
    read: (cursor) => exchange.movements({ unit: unit || undefined, cursor }),
  });
  return (
    <>
      <PageTitle
        title={t("mall.wallet.movements")}
        back="/wallet"
        actions={
          <Select
            aria-label={t("mall.movements.filter")}
            value={unit}
            onChange={(value) => setParams(value === "" ? {} : { unit: value }, { replace: true })}
            options={unitOptions(t, wallet)}
            className="w-auto max-w-44 rounded-full"
          />
        }
      />
      {movements.problem !== null && (
        <ErrorNote problem={movements.problem} onRetry={movements.reload} />
      )}
      {movements.loading && <Skeleton className="h-80 w-full" />}
      {!movements.loading && movements.items.length === 0 && movements.problem === null && (
        <EmptyState title={t("mall.movements.empty")} hint={t("mall.movements.emptyHint")} />
      )}
      {movements.items.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {movements.items.map((movement) => (
              <li key={`${movement.id} ${movement.unit}`}>
                <Row movement={movement} wallet={wallet} onReceipt={setReceipt} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {movements.hasMore && (
        <div className="mt-4 flex justify-center">
          <Button busy={movements.loadingMore} onClick={movements.loadMore}>
            {t("common.action.more")}
          </Button>
        </div>
      )}
      {receipt !== null && <ReceiptSheet saleId={receipt} onClose={() => setReceipt(null)} />}
    </>
  );
}

function unitOptions(t: ReturnType<typeof useT>, wallet: Wallet | undefined) {
  return [
    { value: "", label: t("mall.movements.all") },
    { value: "mall", label: t("mall.wallet.mall") },
    ...(wallet?.shops ?? []).map((shop) => ({ value: shop.shopId, label: shop.name })),
  ];
}

function unitOf(movement: Movement, wallet: Wallet | undefined): PointsUnit {
  if (movement.unit === "mall") return "mall";
  const shop = wallet?.shops.find((candidate) => candidate.shopId === movement.unit);
  return { name: shop?.name ?? movement.counterparty ?? "", colour: shop?.colour ?? "#6b6259" };
}

/** One movement; one that has a receipt or an order behind it leads there. */
function Row(props: {
  movement: Movement;
  wallet: Wallet | undefined;
  onReceipt: (saleId: string) => void;
}) {
  const { movement } = props;
  const reference = movement.reference ?? "";
  const looks = "flex min-h-16 w-full items-center gap-3 px-4 py-3 text-left";
  const text = <RowText movement={movement} unit={unitOf(movement, props.wallet)} />;
  const more: ReactNode = <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />;
  if (reference.startsWith("ord_")) {
    return (
      <Link href={`/orders/${reference}`} className={`${looks} hover:bg-sunken`}>
        {text}
        {more}
      </Link>
    );
  }
  if (reference.startsWith("sale_")) {
    return (
      <button
        type="button"
        onClick={() => props.onReceipt(reference)}
        className={`${looks} hover:bg-sunken`}
      >
        {text}
        {more}
      </button>
    );
  }
  return <div className={`${looks} pr-11`}>{text}</div>;
}

function RowText(props: { movement: Movement; unit: PointsUnit }) {
  const t = useT();
  const format = useFormat();
  const { movement } = props;
  const known = keyIfKnown(`mall.movement.${movement.reason}`);
  return (
    <>
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">
          {t((known ?? "mall.movement.other") as "mall.movement.other")}
          {movement.counterparty !== null && (
            <span className="font-normal text-muted">
              {" "}
              · <bdi>{movement.counterparty}</bdi>
            </span>
          )}
        </span>
        <DateTime at={movement.at} className="text-sm text-muted" />
      </span>
      <span className="text-right">
        <Points value={movement.points} unit={props.unit} sign className="text-lg" />
        <span className="block text-sm text-muted tabular-nums">
          {t("mall.movements.balance", { points: format.number(movement.balanceAfter) })}
        </span>
      </span>
    </>
  );
}
