import { useQuery } from "@tanstack/react-query";
import { ChevronRight, CircleCheck, CircleDashed } from "lucide-react";
import { Link } from "wouter";
import {
  earning,
  exchange,
  keys,
  merchants,
  problemFrom,
  type ShopSummary,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Card, ErrorNote, Page, Skeleton } from "../../ui/index.ts";
import { isTellable } from "../pool-days.ts";
import { useShop } from "../shop-context.ts";
import { useShopProducts } from "../use-shop-products.ts";

/** The shop in numbers, and what is still missing before it can trade. */
export function OverviewPage() {
  const t = useT();
  const { shopId } = useShop();
  const summary = useQuery({
    queryKey: keys.shopPart(shopId, "summary"),
    queryFn: () => exchange.summary(shopId),
  });
  return (
    <Page title={t("shop.overview.title")}>
      {summary.error !== null && (
        <ErrorNote problem={problemFrom(summary.error)} onRetry={() => void summary.refetch()} />
      )}
      {summary.isPending && <Skeleton className="h-40 w-full" />}
      {summary.data !== undefined && (
        <>
          <GettingStarted summary={summary.data} />
          <Figures summary={summary.data} />
        </>
      )}
    </Page>
  );
}

function Figures(props: { summary: ShopSummary }) {
  const t = useT();
  const format = useFormat();
  const { summary } = props;
  const figures = [
    [t("shop.overview.salesToday"), format.number(summary.salesToday), null],
    [t("shop.overview.pointsToday"), format.number(summary.pointsToday), null],
    [
      t("shop.overview.poolBalance"),
      format.money(summary.poolBalance),
      summary.poolLastsDays === null
        ? t("shop.overview.poolUnknown")
        : isTellable(summary.poolLastsDays)
          ? t("shop.overview.poolDays", { days: summary.poolLastsDays })
          : t("shop.overview.poolYear"),
    ],
    [t("shop.overview.awarded"), format.number(summary.awarded), null],
    [t("shop.overview.converted"), format.number(summary.converted), null],
    [t("shop.overview.outstanding"), format.number(summary.outstanding), null],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      {figures.map(([label, value, note]) => (
        <Card key={label} className="p-4">
          <dt className="text-sm text-muted">{label}</dt>
          <dd className="mt-1 text-2xl font-semibold tracking-tight tabular-nums sm:text-3xl">
            {value}
            {note !== null && (
              <span className="mt-1 block text-sm font-normal tracking-normal text-muted">
                {note}
              </span>
            )}
          </dd>
        </Card>
      ))}
    </dl>
  );
}

/** The steps before the first conversion; gone once all of them are done. */
function GettingStarted(props: { summary: ShopSummary }) {
  const t = useT();
  const { shopId } = useShop();
  const choice = useShopProducts();
  const rules = useQuery({
    queryKey: keys.shopPart(shopId, "rules"),
    queryFn: () => earning.rules(shopId),
  });
  const ratio = useQuery({
    queryKey: keys.shopPart(shopId, "ratio"),
    queryFn: () => exchange.ratio(shopId),
  });
  const shop = useQuery({
    queryKey: keys.shopPart(shopId, "self"),
    queryFn: () => merchants.shop(shopId),
  });
  if (choice.loading || rules.data === undefined || ratio.isPending || shop.data === undefined) {
    return null;
  }
  const { returnDays, mallReturnDays } = shop.data;
  const steps = [
    { to: "/products", text: t("shop.overview.stepProducts"), done: choice.active.length > 0 },
    { to: "/rules", text: t("shop.overview.stepRules"), done: rules.data.items.length > 0 },
    { to: "/ratio", text: t("shop.overview.stepRatio"), done: ratio.data != null },
    { to: "/rules", text: t("shop.overview.stepReturns"), done: returnDays !== null },
    { to: "/pool", text: t("shop.overview.stepPool"), done: props.summary.poolBalance > 0 },
    { to: "/till", text: t("shop.overview.stepSale"), done: props.summary.awarded > 0 },
  ];
  if (steps.every((step) => step.done)) return null;
  return (
    <Card className="p-4">
      <h2 className="mb-2 text-lg font-semibold">{t("shop.overview.start")}</h2>
      <ol className="divide-y divide-line">
        {steps.map((step) => (
          <li key={step.text}>
            <Link href={step.to} className="flex min-h-12 items-center gap-3 py-2">
              {step.done ? (
                <CircleCheck aria-hidden className="size-5 shrink-0 text-success" />
              ) : (
                <CircleDashed aria-hidden className="size-5 shrink-0 text-muted" />
              )}
              <span className={step.done ? "text-muted" : "font-medium"}>{step.text}</span>
              <span className="sr-only">
                {step.done ? t("shop.overview.stepDone") : t("shop.overview.stepOpen")}
              </span>
              {!step.done && (
                <ChevronRight aria-hidden className="ml-auto size-5 shrink-0 text-muted" />
              )}
            </Link>
          </li>
        ))}
      </ol>
      {returnDays === null && mallReturnDays === 0 && <RiskOfNoPeriod summary={props.summary} />}
    </Card>
  );
}

/** What a shop risks whose points are available at once: bought, converted, returned. */
function RiskOfNoPeriod(props: { summary: ShopSummary }) {
  const t = useT();
  const format = useFormat();
  const { convertedLately, paidLately } = props.summary;
  return (
    <p className="mt-3 rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning">
      {t("shop.overview.noPeriod")}{" "}
      {t("shop.overview.noPeriodNumbers", {
        points: format.number(convertedLately),
        paid: format.money(paidLately),
      })}
    </p>
  );
}
