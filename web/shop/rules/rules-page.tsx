import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { earning, keys, problemFrom, type RewardRule, useChange } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  Card,
  ConfirmSheet,
  EmptyState,
  ErrorNote,
  Page,
  Skeleton,
  useToast,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { useShopProducts } from "../use-shop-products.ts";
import { PreviewBasket } from "./preview-basket.tsx";
import { ReturnPeriod } from "./return-period.tsx";
import { RuleSheet } from "./rule-sheet.tsx";
import { ShopDays } from "./shop-days.tsx";
import { useRuleText } from "./use-rule-text.ts";

/** What purchases earn: the rules in force, a new one, and a basket to try them on. */
export function RulesPage() {
  const t = useT();
  const { shopId } = useShop();
  const choice = useShopProducts();
  const [adding, setAdding] = useState(false);
  const [published, setPublished] = useState<RewardRule | null>(null);
  const rules = useQuery({
    queryKey: keys.shopPart(shopId, "rules"),
    queryFn: () => earning.rules(shopId),
  });

  return (
    <Page
      title={t("shop.rules.title")}
      actions={
        <Button variant="solid" onClick={() => setAdding(true)}>
          {t("shop.rules.add")}
        </Button>
      }
    >
      <p className="text-muted">{t("shop.rules.intro")}</p>
      {published !== null && <PublishedNote rule={published} />}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col gap-3">
          {rules.isPending && <Skeleton className="h-40 w-full" />}
          {rules.error !== null && (
            <ErrorNote problem={problemFrom(rules.error)} onRetry={() => void rules.refetch()} />
          )}
          {rules.data?.items.length === 0 && (
            <EmptyState title={t("shop.rules.empty")} hint={t("shop.rules.emptyHint")} />
          )}
          {rules.data?.items.map((rule) => (
            <RuleCard key={rule.id} rule={rule} nameOf={choice.nameOf} />
          ))}
        </div>
        <div className="flex flex-col gap-4">
          <PreviewBasket products={choice.active} nameOf={choice.nameOf} />
          <ReturnPeriod />
          <ShopDays />
        </div>
      </div>
      {adding && (
        <RuleSheet
          products={choice.active}
          onClose={() => setAdding(false)}
          onPublished={(rule) => {
            setAdding(false);
            setPublished(rule);
          }}
        />
      )}
    </Page>
  );
}

/** Said after publishing; the server's warnings (splitting a receipt pays more) stand here. */
function PublishedNote(props: { rule: RewardRule }) {
  const t = useT();
  const { warnings } = props.rule;
  return (
    <div
      role="status"
      className={`rounded-2xl p-4 ${warnings.length === 0 ? "bg-success-soft" : "bg-warning-soft"}`}
    >
      <p className="font-medium">
        {warnings.length === 0 ? t("shop.rules.published") : t("shop.rules.publishedWarnings")}
      </p>
      <Warnings rule={props.rule} />
    </div>
  );
}

function Warnings(props: { rule: RewardRule }) {
  return (
    <ul className="list-disc pl-5 text-sm">
      {props.rule.warnings.map((warning) => (
        <li key={`${warning.code} ${warning.detail}`}>{warning.detail}</li>
      ))}
    </ul>
  );
}

function RuleCard(props: { rule: RewardRule; nameOf: (productId: string) => string }) {
  const t = useT();
  const { shopId } = useShop();
  const toast = useToast();
  const { rule } = props;
  const text = useRuleText(props.nameOf);
  const [ending, setEnding] = useState(false);
  const remove = useChange({
    send: () => earning.removeRule(shopId, rule.id),
    refresh: [keys.shopPart(shopId, "rules"), keys.shopPart(shopId, "awardPreview")],
    onDone: () => {
      setEnding(false);
      toast({ title: t("shop.rules.removed"), tone: "success" });
    },
  });
  const inWords = `${text.scope(rule)} · ${text.award(rule)}`;
  return (
    <Card className="flex flex-col gap-2 p-4">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className="font-semibold break-words">{text.scope(rule)}</h2>
          <p className="text-lg tabular-nums">{text.award(rule)}</p>
        </div>
        <Badge tone="neutral">{t(`shop.rules.kind.${rule.kind}`)}</Badge>
      </div>
      {rule.warnings.length > 0 && (
        <div className="rounded-xl bg-warning-soft p-3">
          <Warnings rule={rule} />
        </div>
      )}
      <div className="flex items-center justify-between gap-2">
        <Period rule={rule} />
        <Button
          variant="ghost"
          size="sm"
          aria-label={t("shop.rules.removeOf", { rule: inWords })}
          onClick={() => setEnding(true)}
        >
          {t("shop.rules.remove")}
        </Button>
      </div>
      <ConfirmSheet
        open={ending}
        onClose={() => setEnding(false)}
        title={t("shop.rules.removeTitle")}
        body={t("shop.rules.removeBody", { rule: inWords })}
        confirmLabel={t("shop.rules.remove")}
        tone="danger"
        busy={remove.busy}
        problem={remove.problem}
        onConfirm={() => void remove.run(undefined)}
      />
    </Card>
  );
}

function Period(props: { rule: RewardRule }) {
  const t = useT();
  const format = useFormat();
  const { startsAt, endsAt, createdAt } = props.rule;
  return (
    <p className="text-sm text-muted">
      {t("shop.rules.since", { date: format.date(startsAt ?? createdAt) })}
      {endsAt !== null && ` ${t("shop.rules.until", { date: format.date(endsAt) })}`}
    </p>
  );
}
