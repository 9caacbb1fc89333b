import { CircleCheck } from "lucide-react";
import type { SaleAnswer } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, Points } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";

/** What the server answered; Enter starts the next sale. */
export function Recorded(props: { sale: SaleAnswer; onNext: () => void }) {
  const t = useT();
  const format = useFormat();
  const { shopName, colour } = useShop();
  const { sale } = props;
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        props.onNext();
      }}
    >
      <div role="status" className="flex flex-col items-center gap-2 py-4 text-center">
        <CircleCheck aria-hidden className="size-14 text-success" />
        {sale.customerName === null ? (
          <p className="text-lg font-medium">{t("shop.till.done.anonymous")}</p>
        ) : (
          <>
            <p className="text-muted">{t("shop.till.done.earned", { name: sale.customerName })}</p>
            <p className="text-3xl font-semibold">
              <Points value={sale.points} unit={{ name: shopName, colour }} sign />
            </p>
          </>
        )}
        {sale.pendingUntil !== null && sale.points > 0 && (
          <p>{t("shop.till.done.pending", { date: format.dateTime(sale.pendingUntil) })}</p>
        )}
        {sale.balance !== null && (
          <p className="text-muted tabular-nums">
            {t("shop.till.done.balance", { points: sale.balance.available })}
          </p>
        )}
        {sale.balance !== null && sale.balance.pending > 0 && (
          <p className="text-sm text-muted tabular-nums">
            {t("shop.till.done.waiting", { points: sale.balance.pending })}
          </p>
        )}
        {sale.balance !== null && sale.balance.available < 0 && (
          <p className="text-sm text-muted">{t("common.balance.negative")}</p>
        )}
        <p className="text-sm text-muted">
          {t("shop.till.done.receipt", { number: sale.receiptNumber })}
        </p>
      </div>
      <Button key="next" type="submit" variant="solid" size="lg" autoFocus>
        {t("shop.till.done.next")}
      </Button>
    </form>
  );
}
