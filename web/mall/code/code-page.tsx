import { useQuery } from "@tanstack/react-query";
import { WifiOff } from "lucide-react";
import { earning, keys, problemFrom, useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Qr, Skeleton } from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import { secondsUntil, useNow } from "../use-now.ts";
import { groupDigits } from "./group-digits.ts";

/** Asked for before the old one lapses, so that the person never holds out a dead code. */
const renewBeforeSeconds = 8;
const validForSeconds = 60;

export default function CodePage() {
  const t = useT();
  const { session } = useSession();
  const now = useNow();
  const memberCode = useQuery({
    queryKey: keys.memberCode,
    queryFn: earning.memberCode,
    staleTime: 0,
    // The code that is shown stays in memory only.
    gcTime: 0,
    refetchInterval: (query) => {
      const { data } = query.state;
      if (data === undefined) return 5_000;
      const left = secondsUntil(data.expiresAt, Date.now());
      return Math.max(2, left - renewBeforeSeconds) * 1000;
    },
  });
  const { data, error } = memberCode;
  const left = data === undefined ? 0 : secondsUntil(data.expiresAt, now);
  const problem = error === null ? null : problemFrom(error);
  const isOffline = problem?.status === 0 || !navigator.onLine;
  return (
    <div className="mx-auto max-w-md">
      <PageTitle title={t("mall.code.title")} />
      <section className="overflow-hidden rounded-3xl bg-night text-on-night shadow-float">
        <div className="flex items-baseline justify-between gap-3 px-6 pt-5">
          <p className="text-lg font-semibold">
            <bdi>{session?.account.displayName}</bdi>
          </p>
          <p className="text-sm text-on-night-muted">{t("mall.code.brand")}</p>
        </div>
        <div className="m-4 mt-4 flex flex-col items-center gap-4 rounded-2xl bg-white p-5 text-[#221a15]">
          {data === undefined ? (
            problem !== null ? (
              <ErrorNote problem={problem} onRetry={() => void memberCode.refetch()} />
            ) : (
              <Skeleton className="aspect-square w-full max-w-64" />
            )
          ) : (
            <Shown code={data.code} left={left} />
          )}
        </div>
        <div className="flex min-h-16 items-center justify-center px-6 pb-4 text-center text-sm">
          {data !== undefined && (
            <Standing left={left} isOffline={isOffline} onRenew={() => void memberCode.refetch()} />
          )}
        </div>
      </section>
      <p className="mt-4 text-center text-muted">{t("mall.code.hint")}</p>
    </div>
  );
}

function Shown(props: { code: string; left: number }) {
  const t = useT();
  const { code, left } = props;
  return (
    <div className={`flex w-full flex-col items-center gap-4 ${left === 0 ? "opacity-25" : ""}`}>
      <Qr value={code} label={t("mall.code.qr")} className="aspect-square w-full max-w-64" />
      <p className="text-center font-mono text-[clamp(1rem,4.6vw,1.25rem)] font-semibold whitespace-nowrap tabular-nums">
        <span className="sr-only">{t("mall.code.digits")}</span>
        {groupDigits(code)}
      </p>
    </div>
  );
}

function Standing(props: { left: number; isOffline: boolean; onRenew: () => void }) {
  const t = useT();
  const { left, isOffline } = props;
  if (isOffline) {
    return (
      <p role="status" className="flex items-center gap-2 text-night-accent">
        <WifiOff aria-hidden className="size-5 shrink-0" />
        {left > 0 ? t("mall.code.offline", { seconds: left }) : t("mall.code.lapsed")}
      </p>
    );
  }
  return (
    <div className="flex items-center gap-3 text-on-night-muted">
      <Ring share={Math.min(1, left / validForSeconds)} />
      <span className="tabular-nums">{t("mall.code.renewsIn", { seconds: left })}</span>
      <Button
        size="sm"
        variant="ghost"
        className="bg-night-raised text-on-night! hover:bg-night-raised!"
        onClick={props.onRenew}
      >
        {t("mall.code.renew")}
      </Button>
    </div>
  );
}

const radius = 10;
const around = 2 * Math.PI * radius;

function Ring(props: { share: number }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" className="size-6 -rotate-90">
      <circle
        cx="12"
        cy="12"
        r={radius}
        fill="none"
        strokeWidth="3"
        className="stroke-night-raised"
      />
      <circle
        cx="12"
        cy="12"
        r={radius}
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={around}
        strokeDashoffset={around * (1 - props.share)}
        className="stroke-night-accent transition-[stroke-dashoffset] duration-1000 ease-linear"
      />
    </svg>
  );
}
