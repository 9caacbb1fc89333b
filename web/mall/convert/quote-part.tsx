import { ArrowRight, Timer } from "lucide-react";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Points, Skeleton } from "../../ui/index.ts";
import type { ConvertibleShop } from "./steps.ts";
import type { AskedQuote } from "./use-quote.ts";

/** What the server promises for the amount: takes, gives, keeps, and for how long. */
export function QuotePart(props: { shop: ConvertibleShop; quote: AskedQuote }) {
  const t = useT();
  const format = useFormat();
  const { shop, quote } = props;
  const { current } = quote;
  if (quote.problem !== null) return <ErrorNote problem={quote.problem} onRetry={quote.renew} />;
  if (quote.isIdle) return null;
  if (current === undefined) {
    return (
      <div role="status">
        <span className="sr-only">{t("mall.convert.asking")}</span>
        <Skeleton className="h-32 w-full" />
      </div>
    );
  }
  const unit = { name: shop.name, colour: shop.colour };
  return (
    <div className="rounded-2xl bg-sunken p-4">
      <dl
        aria-live="polite"
        className="grid grid-cols-[1fr_auto_1fr] items-center gap-2 text-center"
      >
        <div>
          <dt className="text-sm text-muted">{t("mall.convert.take")}</dt>
          <dd>
            <Points value={current.pointsTaken} unit={unit} className="text-2xl" />
          </dd>
        </div>
        <ArrowRight aria-hidden className="size-5 text-muted" />
        <div>
          <dt className="text-sm text-muted">{t("mall.convert.get")}</dt>
          <dd>
            <Points value={current.pointsGiven} unit="mall" className="text-2xl" />
          </dd>
        </div>
        {current.pointsKept > 0 && (
          <div className="col-span-3 mt-1 text-sm">
            <dt className="sr-only">{t("mall.convert.keep")}</dt>
            <dd>{t("mall.convert.keepNote", { points: current.pointsKept })}</dd>
          </div>
        )}
        {current.fee > 0 && (
          <div className="col-span-3 flex justify-center gap-2 text-sm">
            <dt className="text-muted">{t("mall.convert.fee")}</dt>
            <dd>
              <Points value={current.fee} unit="mall" />
            </dd>
          </div>
        )}
      </dl>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-t border-line pt-3 text-sm text-muted">
        <span>
          {t("mall.convert.expireOn", { date: format.lastDay(current.mallPointsExpireAt) })}
        </span>
        <Countdown quote={quote} />
      </div>
    </div>
  );
}

function Countdown(props: { quote: AskedQuote }) {
  const t = useT();
  const { secondsLeft, renew } = props.quote;
  if (secondsLeft > 0) {
    return (
      <span className="inline-flex items-center gap-1.5 tabular-nums">
        <Timer aria-hidden className="size-4" />
        {t("mall.convert.holds", { seconds: secondsLeft })}
      </span>
    );
  }
  return (
    <span role="status" className="inline-flex items-center gap-2 text-warning">
      {t("mall.convert.lapsed")}
      <Button size="sm" onClick={renew}>
        {t("mall.convert.renew")}
      </Button>
    </span>
  );
}
