import { useState } from "react";
import { LABEL_LENGTH_MAXIMUM, NAME_LENGTH_MAXIMUM } from "../../../src/earning/limits.ts";
import { amountText, readAmount } from "../../../src/kernel/text/amount.ts";
import { isVisible } from "../../../src/kernel/text/characters.ts";
import {
  earning,
  keys,
  type ShopProduct,
  type ShopProductFields,
  useChange,
} from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Field, Input, Sheet, useToast, useUnsaved } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { useShopProducts } from "../use-shop-products.ts";

type Draft = { name: string; barcode: string; category: string; price: string };

type ProductSheetProps = {
  product: ShopProduct | null;
  /** Of a new product: what was scanned before it was known. */
  barcode?: string;
  onSaved?: (product: ShopProduct) => void;
  onClose: () => void;
};

/** Adds a product, or changes one. Scanning into the barcode field fills it. */
export function ProductSheet(props: ProductSheetProps) {
  const t = useT();
  const { product } = props;
  const [draft, setDraft] = useState(() => draftOf(product, props.barcode));
  const [checked, setChecked] = useState(false);
  const save = useSave(product, (saved) => {
    props.onSaved?.(saved);
    props.onClose();
  });
  const price = readAmount(draft.price);
  const nameMissing = !isVisible(draft.name);

  function submit() {
    setChecked(true);
    if (nameMissing || "fault" in price) return;
    void save.run({
      name: draft.name,
      barcode: orNull(draft.barcode),
      category: orNull(draft.category),
      price: price.fen,
    });
  }

  return (
    <Sheet
      open
      unsaved={useUnsaved(draft)}
      onClose={props.onClose}
      title={product === null ? t("shop.products.add") : t("shop.products.edit")}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ProductFields
          draft={draft}
          change={(part) => {
            setDraft((before) => ({ ...before, ...part }));
            save.reset();
          }}
          errors={{
            name:
              checked && nameMissing
                ? t("common.error.required")
                : save.problem?.fieldError("/name"),
            barcode:
              save.problem?.code === "barcode_in_use"
                ? save.problem.detail
                : save.problem?.fieldError("/barcode"),
            category: save.problem?.fieldError("/category"),
            price:
              checked && "fault" in price
                ? t(`common.error.amount.${price.fault}`)
                : save.problem?.fieldError("/price"),
          }}
        />
        {save.problem?.saysMoreThan("/name", "/barcode", "/category", "/price") &&
          save.problem.code !== "barcode_in_use" && <ErrorNote problem={save.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={save.busy}>
          {t("common.action.save")}
        </Button>
      </form>
    </Sheet>
  );
}

function useSave(product: ShopProduct | null, onDone: (saved: ShopProduct) => void) {
  const t = useT();
  const toast = useToast();
  const { shopId } = useShop();
  return useChange({
    send: (fields: ShopProductFields) =>
      product === null
        ? earning.addProduct(shopId, fields)
        : earning.changeProduct(shopId, product.id, fields),
    refresh: [keys.shopPart(shopId, "products")],
    onDone: (saved) => {
      toast({ title: t("shop.products.saved", { name: saved.name }), tone: "success" });
      onDone(saved);
    },
  });
}

/** A field that shows nothing is left empty. */
function orNull(typed: string): string | null {
  return isVisible(typed) ? typed : null;
}

function draftOf(product: ShopProduct | null, barcode = ""): Draft {
  if (product === null) return { name: "", barcode, category: "", price: "" };
  return {
    name: product.name,
    barcode: product.barcode ?? "",
    category: product.category ?? "",
    price: amountText(product.price),
  };
}

function ProductFields(props: {
  draft: Draft;
  change: (part: Partial<Draft>) => void;
  errors: Record<"name" | "barcode" | "category" | "price", string | undefined>;
}) {
  const t = useT();
  const { draft, change, errors } = props;
  const choice = useShopProducts();
  const categories = [...new Set(choice.products.flatMap((product) => product.category ?? []))];
  return (
    <>
      <Field label={t("shop.products.name")} error={errors.name}>
        <Input
          value={draft.name}
          maxLength={NAME_LENGTH_MAXIMUM}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <Field
        label={t("shop.products.barcode")}
        hint={t("shop.products.barcodeHint")}
        error={errors.barcode}
      >
        <Input
          value={draft.barcode}
          maxLength={LABEL_LENGTH_MAXIMUM}
          autoComplete="off"
          onChange={(event) => change({ barcode: event.target.value })}
          onKeyDown={(event) => {
            // A scanner ends with Enter, which must not save a half-filled form.
            if (event.key === "Enter") event.preventDefault();
          }}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("shop.products.price")} error={errors.price}>
          <Input
            inputMode="decimal"
            value={draft.price}
            onChange={(event) => change({ price: event.target.value })}
          />
        </Field>
        <Field
          label={t("shop.products.category")}
          hint={t("shop.products.categoryHint")}
          error={errors.category}
        >
          <Input
            list="product-categories"
            value={draft.category}
            maxLength={LABEL_LENGTH_MAXIMUM}
            onChange={(event) => change({ category: event.target.value })}
          />
        </Field>
      </div>
      <datalist id="product-categories">
        {categories.map((category) => (
          <option key={category} value={category} />
        ))}
      </datalist>
    </>
  );
}
