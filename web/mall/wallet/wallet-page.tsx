import { ReceiptText, Wallet as WalletIcon } from "lucide-react";
import type { ShopWallet, Wallet } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { EmptyState, ErrorNote, Points, ShopMark } from "../../ui/index.ts";
import { LinkButton } from "../link-button.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { PageTitle } from "../page-title.tsx";
import { byDay } from "./by-day.ts";
import { expiresSoon } from "./expires-soon.ts";
import { useWallet } from "./use-wallet.ts";

export default function WalletPage() {
  const t = useT();
  const wallet = useWallet();
  if (wallet.problem !== null) {
    return <ErrorNote className="mt-6" problem={wallet.problem} onRetry={wallet.reload} />;
  }
  if (wallet.data === undefined) return <PageSkeleton />;
  const { mall, shops } = wallet.data;
  return (
    <>
      <PageTitle title={t("mall.wallet.title")} />
      <MallCard mall={mall} />
      <section className="mt-6" aria-labelledby="shop-points">
        <h2 id="shop-points" className="mb-3 text-lg font-semibold">
          {t("mall.wallet.shops")}
        </h2>
        {shops.length === 0 ? (
          <EmptyState
            icon={<WalletIcon aria-hidden className="size-6" />}
            title={t("mall.wallet.empty")}
            hint={t("mall.wallet.emptyHint")}
            action={<LinkButton href="/code">{t("mall.wallet.showCode")}</LinkButton>}
          />
        ) : (
          <ul className="grid gap-3 md:grid-cols-2">
            {shops.map((shop) => (
              <li key={shop.shopId}>
                <ShopCard shop={shop} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

/** A customer of every day has a day for each of them; the nearest few say enough. */
const daysNamed = 3;

function MallCard(props: { mall: Wallet["mall"] }) {
  const t = useT();
  const format = useFormat();
  const { mall } = props;
  return (
    <section className="rounded-3xl bg-night p-6 text-on-night shadow-float">
      <h2 className="text-sm text-on-night-muted">{t("mall.wallet.mall")}</h2>
      <p className="mt-1 text-5xl font-semibold tracking-tight tabular-nums">
        {format.number(mall.available)}
      </p>
      <p className="mt-1 text-sm text-on-night-muted tabular-nums">
        {t("mall.wallet.worth", { worth: format.money(mall.worthFen) })}
        {mall.held > 0 && ` · ${t("mall.wallet.held", { points: mall.held })}`}
      </p>
      <ul className="mt-1 text-sm text-on-night-muted tabular-nums">
        {mall.expiring.map((lot) => (
          <li key={lot.at}>
            {t("mall.wallet.expiring", { date: format.lastDay(lot.at), points: lot.points })}
          </li>
        ))}
      </ul>
      <div className="mt-5 flex flex-wrap gap-2">
        <LinkButton href="/convert">{t("mall.home.convert")}</LinkButton>
        <LinkButton
          href="/wallet/movements?unit=mall"
          variant="ghost"
          className="bg-night-raised text-on-night! hover:bg-night-raised!"
        >
          <ReceiptText aria-hidden className="size-4" />
          {t("mall.wallet.movements")}
        </LinkButton>
      </div>
    </section>
  );
}

function ShopCard(props: { shop: ShopWallet }) {
  const t = useT();
  const format = useFormat();
  const { shop } = props;
  const { ratio } = shop;
  const now = Date.now();
  return (
    <article
      className="ui-card relative h-full overflow-hidden p-4 pl-5"
      aria-labelledby={`name-${shop.shopId}`}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 left-0 w-1.5"
        style={{ background: shop.colour }}
      />
      <div className="flex items-center gap-3">
        <ShopMark name={shop.name} colour={shop.colour} />
        <h3 id={`name-${shop.shopId}`} className="min-w-0 flex-1 font-semibold break-words">
          <bdi>{shop.name}</bdi>
        </h3>
      </div>
      <dl className="mt-3 grid grid-cols-3 gap-2">
        <Figure name={t("mall.wallet.available")} strong>
          <span className={shop.available < 0 ? "text-danger" : undefined}>
            {format.number(shop.available)}
          </span>
        </Figure>
        <Figure name={t("mall.wallet.pending")}>{format.number(shop.pending)}</Figure>
        <Figure name={t("mall.wallet.worthMall")}>
          {ratio === null ? "—" : <Points value={shop.worth} unit="mall" />}
        </Figure>
      </dl>
      {shop.available < 0 && (
        <p className="mt-2 rounded-xl bg-warning-soft px-3 py-2 text-sm text-warning">
          {t("common.balance.negative")}
        </p>
      )}
      {shop.held > 0 && (
        <p className="mt-2 text-sm text-muted tabular-nums">
          {t("mall.wallet.held", { points: shop.held })}
        </p>
      )}
      <Maturing shop={shop} />
      {shop.expiring.map((lot) => (
        <p
          key={lot.at}
          className={`mt-2 text-sm tabular-nums ${expiresSoon(lot.at, now) ? "font-medium text-warning" : "text-muted"}`}
        >
          {t("mall.wallet.expiring", { date: format.lastDay(lot.at), points: lot.points })}
        </p>
      ))}
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <p className="text-sm text-muted tabular-nums">
          {ratio === null
            ? t("mall.wallet.noRatio")
            : t("mall.wallet.ratio", { shop: ratio.shopPoints, mall: ratio.mallPoints })}
        </p>
        <ShopActions shop={shop} />
      </div>
    </article>
  );
}

/** What waits for the shop's return period, by the day it becomes available. */
function Maturing(props: { shop: ShopWallet }) {
  const t = useT();
  const format = useFormat();
  const days = byDay(props.shop.maturing);
  const later = days.slice(daysNamed).reduce((sum, day) => sum + day.points, 0);
  return (
    <>
      {days.slice(0, daysNamed).map((day) => (
        <p key={day.at} className="mt-2 text-sm text-muted tabular-nums">
          {t("mall.wallet.maturing", { date: format.date(day.at), points: day.points })}
        </p>
      ))}
      {later > 0 && (
        <p className="mt-2 text-sm text-muted tabular-nums">
          {t("mall.wallet.maturingLater", { points: later })}
        </p>
      )}
    </>
  );
}

function ShopActions(props: { shop: ShopWallet }) {
  const t = useT();
  const { shop } = props;
  return (
    <span className="ml-auto flex gap-1.5">
      <LinkButton href={`/wallet/movements?unit=${shop.shopId}`} variant="ghost" size="sm">
        {t("mall.wallet.seeMovements")}
        <span className="sr-only">
          <bdi>{shop.name}</bdi>
        </span>
      </LinkButton>
      {shop.worth > 0 && (
        <LinkButton href={`/convert?shop=${shop.shopId}`} variant="soft" size="sm">
          {t("mall.wallet.convert")}
          <span className="sr-only">
            <bdi>{shop.name}</bdi>
          </span>
        </LinkButton>
      )}
    </span>
  );
}

function Figure(props: { name: string; strong?: boolean; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-muted">{props.name}</dt>
      <dd
        className={`tabular-nums ${props.strong ? "text-2xl font-semibold" : "mt-1 font-medium"}`}
      >
        {props.children}
      </dd>
    </div>
  );
}
