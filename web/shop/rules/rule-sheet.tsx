import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { earning, keys, type RewardRule, type ShopProduct, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ErrorNote,
  Field,
  IconButton,
  Input,
  NumberInput,
  Select,
  Sheet,
  useUnsaved,
} from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { type DraftFault, emptyDraft, type RuleDraft, readDraft } from "./draft.ts";
import { RuleChart } from "./rule-chart.tsx";

type FormProps = {
  draft: RuleDraft;
  change: (part: Partial<RuleDraft>) => void;
  faults: readonly DraftFault[];
  /** Why the server refuses the numbers: a larger quantity would earn less. */
  notMonotone?: string | undefined;
};

/** A new rule: for what, which kind, its numbers, and the curve they draw. */
export function RuleSheet(props: {
  products: readonly ShopProduct[];
  onClose: () => void;
  onPublished: (rule: RewardRule) => void;
}) {
  const t = useT();
  const { shopId } = useShop();
  const [draft, setDraft] = useState(emptyDraft);
  const [faults, setFaults] = useState<readonly DraftFault[]>([]);
  const publish = useChange({
    send: (body: Parameters<typeof earning.addRule>[1]) => earning.addRule(shopId, body),
    refresh: [keys.shopPart(shopId, "rules"), keys.shopPart(shopId, "awardPreview")],
    onDone: props.onPublished,
  });

  const notMonotone =
    publish.problem?.code === "rule_not_monotone" ? publish.problem.detail : undefined;

  function change(part: Partial<RuleDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    setFaults([]);
    publish.reset();
  }

  function submit() {
    const read = readDraft(draft);
    if ("faults" in read) setFaults(read.faults);
    else void publish.run(read.rule);
  }

  return (
    <Sheet open unsaved={useUnsaved(draft)} onClose={props.onClose} title={t("shop.rules.add")}>
      <form
        noValidate
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ScopeFields draft={draft} change={change} faults={faults} products={props.products} />
        <KindFields draft={draft} change={change} faults={faults} notMonotone={notMonotone} />
        <RuleChart draft={draft} />
        <PeriodFields draft={draft} change={change} faults={faults} />
        {publish.problem !== null && notMonotone === undefined && (
          <ErrorNote problem={publish.problem} />
        )}
        <Button type="submit" variant="solid" size="lg" busy={publish.busy}>
          {t("shop.rules.publish")}
        </Button>
      </form>
    </Sheet>
  );
}

function ScopeFields(props: FormProps & { products: readonly ShopProduct[] }) {
  const t = useT();
  const { draft, change, faults, products } = props;
  const categories = [...new Set(products.flatMap((product) => product.category ?? []))].sort();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("shop.rules.scope")}>
        <Select
          value={draft.scope}
          onChange={(scope) => change({ scope: scope as RuleDraft["scope"] })}
          options={(["product", "category", "shop"] as const).map((value) => ({
            value,
            label: t(`shop.rules.scope.${value}`),
          }))}
        />
      </Field>
      {draft.scope === "product" && (
        <Field
          label={t("shop.rules.scopeProduct")}
          error={faults.includes("productMissing") ? t("common.error.required") : undefined}
        >
          <Select
            value={draft.productId}
            placeholder={t("common.state.choose")}
            onChange={(productId) => change({ productId })}
            options={products.map((product) => ({ value: product.id, label: product.name }))}
          />
        </Field>
      )}
      {draft.scope === "category" && (
        <Field
          label={t("shop.rules.scopeCategory")}
          error={faults.includes("categoryMissing") ? t("common.error.required") : undefined}
        >
          <Input
            list="rule-categories"
            value={draft.category}
            onChange={(event) => change({ category: event.target.value })}
          />
        </Field>
      )}
      <datalist id="rule-categories">
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
    </div>
  );
}

function KindFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  return (
    <div className="flex flex-col gap-4">
      <Field label={t("shop.rules.kind")} hint={t(`shop.rules.kind.${draft.kind}Hint`)}>
        <Select
          value={draft.kind}
          onChange={(kind) => change({ kind: kind as RuleDraft["kind"] })}
          options={(["per_unit", "bundles"] as const).map((value) => ({
            value,
            label: t(`shop.rules.kind.${value}`),
          }))}
        />
      </Field>
      {draft.kind === "per_unit" ? (
        <Field
          label={t("shop.rules.perUnitPoints")}
          error={
            faults.includes("pointsNotWhole") ? t("common.error.wholeNumberOrZero") : undefined
          }
        >
          <NumberInput
            value={draft.perUnitPoints}
            onChange={(perUnitPoints) => change({ perUnitPoints })}
          />
        </Field>
      ) : (
        <BundleRows {...props} />
      )}
    </div>
  );
}

function BundleRows(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  const rows = draft.bundles;
  const fault = faults.includes("bundlesTwice")
    ? t("shop.rules.bundlesTwice")
    : faults.includes("bundlesNotWhole")
      ? t("common.error.wholeNumber")
      : (props.notMonotone ?? null);

  function changeRow(key: number, part: { quantity?: string; points?: string }) {
    change({ bundles: rows.map((row) => (row.key === key ? { ...row, ...part } : row)) });
  }

  return (
    <fieldset className="flex flex-col gap-2">
      <div aria-hidden className="grid grid-cols-[1fr_1fr_2.75rem] gap-2 text-sm text-muted">
        <span>{t("shop.rules.bundleQuantity")}</span>
        <span>{t("shop.rules.bundlePoints")}</span>
      </div>
      {rows.map((row, index) => (
        <div key={row.key} className="grid grid-cols-[1fr_1fr_2.75rem] items-center gap-2">
          <NumberInput
            aria-label={t("shop.rules.bundleQuantityOf", { row: index + 1 })}
            value={row.quantity}
            onChange={(quantity) => changeRow(row.key, { quantity })}
          />
          <NumberInput
            aria-label={t("shop.rules.bundlePointsOf", { row: index + 1 })}
            value={row.points}
            onChange={(points) => changeRow(row.key, { points })}
          />
          <IconButton
            label={t("shop.rules.bundleRemove", { row: index + 1 })}
            disabled={rows.length === 1}
            onClick={() => change({ bundles: rows.filter((other) => other.key !== row.key) })}
          >
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        </div>
      ))}
      {fault !== null && (
        <p role="alert" className="text-sm text-danger">
          {fault}
        </p>
      )}
      <Button
        variant="ghost"
        className="self-start"
        onClick={() => {
          const key = Math.max(0, ...rows.map((row) => row.key)) + 1;
          change({ bundles: [...rows, { key, quantity: "", points: "" }] });
        }}
      >
        <Plus aria-hidden className="size-4" />
        {t("shop.rules.bundleAdd")}
      </Button>
    </fieldset>
  );
}

function PeriodFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("shop.rules.startsAt")} hint={t("shop.rules.periodHint")}>
        <Input
          type="date"
          value={draft.startsAt}
          onChange={(event) => change({ startsAt: event.target.value })}
        />
      </Field>
      <Field
        label={t("shop.rules.endsAt")}
        error={faults.includes("endsBeforeStarts") ? t("shop.rules.endsBeforeStarts") : undefined}
      >
        <Input
          type="date"
          value={draft.endsAt}
          onChange={(event) => change({ endsAt: event.target.value })}
        />
      </Field>
    </div>
  );
}
