import { Minus, Plus } from "lucide-react";
import { useState } from "react";
import type { ShopProduct } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Card, Field, IconButton, Points, Select } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { addToBasket, emptyBasket, type Line, setQuantity } from "../till/basket/basket.ts";
import { useAwardPreview } from "../till/use-award-preview.ts";

/** A pretend basket: what today's rules would award, line by line, and why. */
export function PreviewBasket(props: {
  products: readonly ShopProduct[];
  nameOf: (productId: string) => string;
}) {
  const t = useT();
  const { shopId } = useShop();
  const [basket, setBasket] = useState(emptyBasket);
  const preview = useAwardPreview(shopId, basket, null);

  function add(productId: string) {
    const product = props.products.find((candidate) => candidate.id === productId);
    if (product !== undefined) setBasket((before) => addToBasket(before, product, 1));
  }

  return (
    <Card className="flex flex-col gap-4 p-4">
      <div>
        <h2 className="text-lg font-semibold">{t("shop.rules.preview")}</h2>
        <p className="text-sm text-muted">{t("shop.rules.previewHint")}</p>
      </div>
      <Field label={t("shop.rules.previewAdd")}>
        <Select
          value=""
          placeholder={t("common.state.choose")}
          onChange={add}
          options={props.products.map((product) => ({ value: product.id, label: product.name }))}
        />
      </Field>
      <ul className="divide-y divide-line" aria-live="polite">
        {basket.lines.map((line, index) => (
          <PreviewLine
            key={line.product.id}
            line={line}
            award={preview.current?.lines[index] ?? null}
            onQuantity={(quantity) =>
              setBasket((before) => setQuantity(before, line.product.id, quantity))
            }
          />
        ))}
      </ul>
      <p className="border-t border-line pt-3 font-semibold tabular-nums" aria-live="polite">
        {basket.lines.length === 0
          ? t("shop.rules.previewEmpty")
          : preview.current === null
            ? t("shop.till.calculating")
            : t("shop.rules.previewTotal", { points: preview.current.points })}
      </p>
    </Card>
  );
}

function PreviewLine(props: {
  line: Line;
  award: { points: number; because: string } | null;
  onQuantity: (quantity: number) => void;
}) {
  const t = useT();
  const format = useFormat();
  const { shopName, colour } = useShop();
  const { line, award, onQuantity } = props;
  return (
    <li className="flex items-center justify-between gap-3 py-2">
      <div className="min-w-0">
        <p className="font-medium break-words">
          <bdi>{line.product.name}</bdi>
        </p>
        <p className="min-h-5 text-sm text-muted">{award?.because}</p>
      </div>
      <div className="flex shrink-0 items-center">
        <IconButton
          label={t("common.action.decrease")}
          onClick={() => onQuantity(line.quantity - 1)}
        >
          <Minus aria-hidden className="size-4" />
        </IconButton>
        <span className="w-8 text-center tabular-nums">{format.number(line.quantity)}</span>
        <IconButton
          label={t("common.action.increase")}
          onClick={() => onQuantity(line.quantity + 1)}
        >
          <Plus aria-hidden className="size-4" />
        </IconButton>
        <span className="w-16 text-right">
          {award !== null && <Points value={award.points} unit={{ name: shopName, colour }} />}
        </span>
      </div>
    </li>
  );
}
