import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, merchants, problemFrom, type Shop } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Card, ErrorNote, Skeleton } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { DaysSheet } from "./days-sheet.tsx";

/** Whose days the shop counts by, how long its points last, and how its receipts are numbered. */
export function ShopDays() {
  const t = useT();
  const { shopId } = useShop();
  const [changing, setChanging] = useState(false);
  const shop = useQuery({
    queryKey: keys.shopPart(shopId, "self"),
    queryFn: () => merchants.shop(shopId),
  });
  const { data } = shop;
  return (
    <Card className="flex flex-col gap-3 p-4">
      <h2 className="text-lg font-semibold">{t("shop.days.title")}</h2>
      {shop.error !== null && (
        <ErrorNote problem={problemFrom(shop.error)} onRetry={() => void shop.refetch()} />
      )}
      {shop.isPending && <Skeleton className="h-20 w-full" />}
      {data !== undefined && (
        <>
          <InWords shop={data} />
          <p className="text-sm text-muted">{t("shop.days.intro")}</p>
          <Button className="self-start" onClick={() => setChanging(true)}>
            {t("shop.days.change")}
            <span className="sr-only">{t("shop.days.title")}</span>
          </Button>
          {changing && <DaysSheet shop={data} onClose={() => setChanging(false)} />}
        </>
      )}
    </Card>
  );
}

function InWords({ shop }: { shop: Shop }) {
  const t = useT();
  const ofMall = (value: string) => t("shop.days.asMall", { value });
  const days = t("shop.days.inDays", { days: (shop.expiry ?? shop.mallExpiry).days });
  const rows = [
    [t("shop.days.zone"), shop.timeZone ?? ofMall(shop.mallTimeZone)],
    [t("shop.days.expiry"), shop.expiry === null ? ofMall(days) : days],
    [t("shop.days.receipts"), t(`shop.days.${shop.receiptNumbers}`)],
  ] as const;
  return (
    <dl className="divide-y divide-line">
      {rows.map(([name, value]) => (
        <div key={name} className="flex justify-between gap-4 py-2">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
