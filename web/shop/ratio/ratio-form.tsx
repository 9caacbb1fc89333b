import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  exchange,
  keys,
  type NewRatio,
  problemFrom,
  type Ratio,
  type RatioCost,
  useChange,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  ConfirmSheet,
  ErrorNote,
  Field,
  Input,
  NumberInput,
  Skeleton,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { isTellable } from "../pool-days.ts";
import { useShop } from "../shop-context.ts";
import { pairOf, type RatioDraft, type RatioFaults, readRatio } from "./draft.ts";

/** A new version: its numbers, what they cost, and a confirmation that names both. */
export function RatioForm(props: { current: Ratio | null }) {
  const t = useT();
  const format = useFormat();
  const toast = useToast();
  const { shopId } = useShop();
  const [draft, setDraft] = useState(() => draftFrom(props.current));
  useUnsaved(draft);
  const [faults, setFaults] = useState<RatioFaults>({});
  const [confirming, setConfirming] = useState<NewRatio | null>(null);
  const cost = useCost(draft);
  const publish = useChange({
    send: (body: NewRatio) => exchange.publishRatio(shopId, body),
    refresh: [keys.shopPart(shopId, "ratio"), keys.shopPart(shopId, "summary")],
    onDone: (ratio) => {
      setConfirming(null);
      toast({ title: t("shop.ratio.published", { version: ratio.version }), tone: "success" });
    },
  });

  function change(part: Partial<RatioDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    setFaults({});
    publish.reset();
  }

  return (
    <Card className="p-5">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const read = readRatio(draft);
          if ("faults" in read) setFaults(read.faults);
          else setConfirming(read.ratio);
        }}
      >
        <h2 className="text-lg font-semibold">{t("shop.ratio.new")}</h2>
        <RatioFields draft={draft} change={change} faults={faults} />
        <CostNote cost={cost.data} loading={cost.isFetching} empty={pairOf(draft) === null} />
        {cost.error !== null && <ErrorNote problem={problemFrom(cost.error)} />}
        {publish.problem !== null && <ErrorNote problem={publish.problem} />}
        <Button type="submit" variant="solid" size="lg">
          {t("shop.ratio.publish")}
        </Button>
      </form>
      {confirming !== null && (
        <ConfirmSheet
          open
          onClose={() => setConfirming(null)}
          title={t("shop.ratio.confirmTitle")}
          body={t("shop.ratio.confirmBody", {
            when:
              confirming.validFrom === undefined
                ? t("shop.ratio.confirmNow")
                : format.dateTime(confirming.validFrom),
            shop: confirming.shopPoints,
            mall: confirming.mallPoints,
            cost: cost.data === undefined ? "…" : format.money(cost.data.costOfThousandFen),
          })}
          confirmLabel={t("shop.ratio.publish")}
          busy={publish.busy}
          problem={publish.problem}
          onConfirm={() => void publish.run(confirming)}
        />
      )}
    </Card>
  );
}

function draftFrom(current: Ratio | null): RatioDraft {
  return {
    shopPoints: current === null ? "100" : String(current.shopPoints),
    mallPoints: current === null ? "" : String(current.mallPoints),
    minimumPoints: current?.minimumPoints ? String(current.minimumPoints) : "",
    dailyCap: current?.dailyCapPoints ? String(current.dailyCapPoints) : "",
    validFrom: "",
  };
}

function useCost(draft: RatioDraft) {
  const { shopId } = useShop();
  const pair = pairOf(draft);
  return useQuery({
    queryKey: keys.shopPart(shopId, "ratioCost", pair?.shopPoints, pair?.mallPoints),
    queryFn: () => exchange.ratioCost(shopId, pair ?? { shopPoints: 1, mallPoints: 1 }),
    enabled: pair !== null,
    staleTime: 30_000,
  });
}

function RatioFields(props: {
  draft: RatioDraft;
  change: (part: Partial<RatioDraft>) => void;
  faults: RatioFaults;
}) {
  const t = useT();
  const { draft, change, faults } = props;
  const whole = (faulty: true | undefined) => (faulty ? t("common.error.wholeNumber") : undefined);
  return (
    <>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("shop.ratio.shopPoints")} error={whole(faults.shopPoints)}>
          <NumberInput value={draft.shopPoints} onChange={(shopPoints) => change({ shopPoints })} />
        </Field>
        <Field label={t("shop.ratio.mallPoints")} error={whole(faults.mallPoints)}>
          <NumberInput value={draft.mallPoints} onChange={(mallPoints) => change({ mallPoints })} />
        </Field>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t("shop.ratio.minimumPoints")}
          hint={t("shop.ratio.noLimitHint")}
          error={whole(faults.minimumPoints)}
        >
          <NumberInput
            value={draft.minimumPoints}
            onChange={(minimumPoints) => change({ minimumPoints })}
          />
        </Field>
        <Field
          label={t("shop.ratio.dailyCap")}
          hint={t("shop.ratio.noLimitHint")}
          error={whole(faults.dailyCap)}
        >
          <NumberInput value={draft.dailyCap} onChange={(dailyCap) => change({ dailyCap })} />
        </Field>
      </div>
      <Field label={t("shop.ratio.validFrom")} hint={t("shop.ratio.validFromHint")}>
        <Input
          type="datetime-local"
          value={draft.validFrom}
          onChange={(event) => change({ validFrom: event.target.value })}
        />
      </Field>
    </>
  );
}

/** What the ratio costs, in sentences, as the server reckons it. */
function CostNote(props: { cost: RatioCost | undefined; loading: boolean; empty: boolean }) {
  const t = useT();
  const format = useFormat();
  const { cost } = props;
  return (
    <div aria-live="polite" className="rounded-2xl bg-sunken p-4">
      {props.empty || (cost === undefined && !props.loading) ? (
        <p className="text-muted">{t("shop.ratio.costEmpty")}</p>
      ) : cost === undefined ? (
        <Skeleton className="h-12 w-full" />
      ) : (
        <>
          <p className="font-medium">
            {t("shop.ratio.costThousand", { cost: format.money(cost.costOfThousandFen) })}
          </p>
          <p className="text-sm text-muted">
            {t("shop.ratio.costMonth", { cost: format.money(cost.lastThirtyDaysFen) })}{" "}
            {cost.poolLastsDays === null
              ? t("shop.ratio.poolUnknown")
              : isTellable(cost.poolLastsDays)
                ? t("shop.ratio.poolLasts", { days: cost.poolLastsDays })
                : t("shop.ratio.poolYear")}
          </p>
        </>
      )}
    </div>
  );
}
