import { ArrowLeftRight, type LucideIcon, Package, QrCode, ReceiptText } from "lucide-react";
import { Link } from "wouter";
import type { Session } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { ErrorNote, Skeleton } from "../../ui/index.ts";
import { LinkButton } from "../link-button.tsx";
import { expiresSoon } from "../wallet/expires-soon.ts";
import type { useWallet } from "../wallet/use-wallet.ts";

/** The ink card: what the person has and the four things done most; an invitation for everyone else. */
export function BalanceCard(props: {
  session: Session | null | undefined;
  wallet: ReturnType<typeof useWallet>;
}) {
  const t = useT();
  const { session } = props;
  return (
    <section
      aria-label={t("mall.home.balance")}
      className="mt-4 rounded-3xl bg-night p-5 text-on-night shadow-float md:flex md:items-center md:gap-10 md:p-6"
    >
      {session === null ? <Invitation /> : <Balance wallet={props.wallet} />}
    </section>
  );
}

function Invitation() {
  const t = useT();
  return (
    <div className="flex w-full flex-col gap-4 md:flex-row md:items-center md:justify-between">
      <div>
        <p className="text-xl font-semibold">{t("mall.home.welcome")}</p>
        <p className="mt-1 max-w-md text-sm text-on-night-muted">{t("mall.home.welcomeHint")}</p>
      </div>
      <LinkButton href="/me" className="self-start md:self-auto">
        {t("mall.home.signIn")}
      </LinkButton>
    </div>
  );
}

function Balance(props: { wallet: ReturnType<typeof useWallet> }) {
  const t = useT();
  const format = useFormat();
  const { data, problem, reload } = props.wallet;
  if (problem !== null) return <ErrorNote problem={problem} onRetry={reload} className="w-full" />;
  const now = Date.now();
  const soonest = data?.mall.expiring.find((lot) => expiresSoon(lot.at, now));
  return (
    <>
      <div className="flex-1">
        <p className="text-sm text-on-night-muted">{t("mall.home.balance")}</p>
        {data === undefined ? (
          <Skeleton className="my-1 h-11 w-40 bg-night-raised" />
        ) : (
          <p className="mt-0.5 text-5xl font-semibold tracking-tight tabular-nums">
            {format.number(data.mall.available)}
          </p>
        )}
        <p className="mt-1 min-h-5 text-sm text-on-night-muted tabular-nums">
          {data !== undefined &&
            t("mall.home.balanceWorth", { worth: format.money(data.mall.worthFen) })}
          {soonest !== undefined &&
            ` · ${t("mall.home.expiring", {
              date: format.lastDay(soonest.at),
              points: soonest.points,
            })}`}
        </p>
      </div>
      <div className="mt-4 grid grid-cols-4 gap-1 md:mt-0 md:w-96">
        <Shortcut href="/convert" icon={ArrowLeftRight} label={t("mall.home.convert")} strong />
        <Shortcut href="/code" icon={QrCode} label={t("mall.home.showCode")} />
        <Shortcut href="/orders" icon={Package} label={t("mall.home.myOrders")} />
        <Shortcut href="/wallet/movements" icon={ReceiptText} label={t("mall.home.wallet")} />
      </div>
    </>
  );
}

function Shortcut(props: { href: string; icon: LucideIcon; label: string; strong?: boolean }) {
  const { icon: Icon } = props;
  return (
    <Link
      href={props.href}
      className="flex flex-col items-center gap-1.5 rounded-xl py-1 text-center text-xs"
    >
      <span
        className={`grid size-12 place-items-center rounded-2xl ${props.strong ? "bg-accent text-on-accent" : "bg-night-raised"}`}
      >
        <Icon aria-hidden className="size-5.5" />
      </span>
      {props.label}
    </Link>
  );
}
