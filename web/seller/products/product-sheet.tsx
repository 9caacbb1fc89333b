import { useState } from "react";
import { DESCRIPTION_LENGTH_MAXIMUM, NAME_LENGTH_MAXIMUM } from "../../../src/mall/limits.ts";
import {
  categoryKeys,
  keys,
  type ProductKind,
  type SellerProduct,
  type SellerProductFields,
  selling,
  useChange,
} from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ErrorNote,
  Field,
  Input,
  NumberInput,
  Select,
  Sheet,
  Textarea,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import {
  draftOf,
  emptyProduct,
  type ProductDraft,
  type ProductFaults,
  readProduct,
} from "./draft.ts";
import { PictureField } from "./picture-field.tsx";
import { useCategoryText } from "./use-category-text.ts";

const kinds: readonly ProductKind[] = ["physical", "voucher", "pickup"];

type FormProps = {
  draft: ProductDraft;
  change: (part: Partial<ProductDraft>) => void;
  faults: ProductFaults;
};

/** Lists a product, or changes one. */
export function ProductSheet(props: { product: SellerProduct | null; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const { sellerId } = useSeller();
  const { product } = props;
  const [draft, setDraft] = useState(() => (product === null ? emptyProduct : draftOf(product)));
  const [faults, setFaults] = useState<ProductFaults>({});
  const save = useChange({
    send: (fields: SellerProductFields) =>
      product === null
        ? selling.addProduct(sellerId, fields)
        : selling.changeProduct(sellerId, product.id, fields),
    refresh: [keys.sellerPart(sellerId, "products"), keys.sellerPart(sellerId, "incentives")],
    onDone: (saved) => {
      toast({ title: t("seller.products.saved", { name: saved.name }), tone: "success" });
      props.onClose();
    },
  });

  function change(part: Partial<ProductDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    setFaults({});
    save.reset();
  }

  return (
    <Sheet
      open
      unsaved={useUnsaved(draft)}
      onClose={props.onClose}
      title={product === null ? t("seller.products.add") : t("seller.products.edit")}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          const read = readProduct(draft);
          if ("faults" in read) setFaults(read.faults);
          else void save.run(read.fields);
        }}
      >
        <PictureField pictures={draft.pictures} onChange={(pictures) => change({ pictures })} />
        <WordFields draft={draft} change={change} faults={faults} />
        <PriceFields draft={draft} change={change} faults={faults} />
        {save.problem !== null && <ErrorNote problem={save.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={save.busy}>
          {t("common.action.save")}
        </Button>
      </form>
    </Sheet>
  );
}

function WordFields(props: FormProps) {
  const t = useT();
  const categoryText = useCategoryText();
  const { draft, change, faults } = props;
  return (
    <>
      <Field
        label={t("seller.products.name")}
        error={faults.name ? t("common.error.required") : undefined}
      >
        <Input
          value={draft.name}
          maxLength={NAME_LENGTH_MAXIMUM}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field label={t("seller.products.description")}>
        <Textarea
          rows={4}
          maxLength={DESCRIPTION_LENGTH_MAXIMUM}
          value={draft.description}
          onChange={(event) => change({ description: event.target.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("seller.products.category")}>
          <Select
            value={draft.category}
            onChange={(category) => change({ category })}
            options={[...new Set([...categoryKeys, draft.category])].map((value) => ({
              value,
              label: categoryText(value),
            }))}
          />
        </Field>
        <Field label={t("seller.products.kind")} hint={t(`seller.products.kindHint.${draft.kind}`)}>
          <Select
            value={draft.kind}
            onChange={(kind) => change({ kind: kind as ProductKind })}
            options={kinds.map((value) => ({ value, label: t(`seller.orders.kind.${value}`) }))}
          />
        </Field>
      </div>
    </>
  );
}

function PriceFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field
        label={t("seller.products.points")}
        error={faults.points ? t("common.error.wholeNumber") : undefined}
      >
        <NumberInput value={draft.points} onChange={(points) => change({ points })} />
      </Field>
      <Field
        label={t("seller.products.cash")}
        hint={t("seller.products.cashHint")}
        error={faults.cash ? t(`common.error.amount.${faults.cash}`) : undefined}
      >
        <Input
          inputMode="decimal"
          value={draft.cash}
          onChange={(event) => change({ cash: event.target.value })}
        />
      </Field>
      {draft.kind === "voucher" ? (
        <div>
          <p className="text-sm font-medium">{t("seller.products.stock")}</p>
          <p className="text-sm text-muted">{t("seller.products.stockVoucher")}</p>
        </div>
      ) : (
        <Field
          label={t("seller.products.stock")}
          error={faults.stock ? t("common.error.wholeNumberOrZero") : undefined}
        >
          <NumberInput value={draft.stock} onChange={(stock) => change({ stock })} />
        </Field>
      )}
    </div>
  );
}
