import { Trash2 } from "lucide-react";
import { Link } from "wouter";
import { QUANTITY_MAXIMUM } from "../../../src/mall/limits.ts";
import { useT } from "../../i18n/index.ts";
import { IconButton, Points } from "../../ui/index.ts";
import { ProductPicture } from "../home/art.tsx";
import { CashPart } from "../home/product-card.tsx";
import { Quantity } from "../quantity.tsx";
import { obstacleOf, type PricedLine, totalOf } from "./cart.ts";

/** A line of the cart; without `onChange` it is only shown. */
export function LineRow(props: {
  line: PricedLine;
  onChange?: (quantity: number) => void;
  onRemove?: () => void;
}) {
  const t = useT();
  const { line, onChange, onRemove } = props;
  const { product, quantity } = line;
  const obstacle = obstacleOf(line);
  const price = totalOf([line]);
  return (
    <li className="flex gap-3 py-3">
      <ProductPicture
        picture={product.picture}
        category={product.category}
        className="size-20 shrink-0 rounded-xl"
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-start gap-1">
          <Link
            href={`/products/${product.id}`}
            className="line-clamp-2 min-w-0 flex-1 py-0.5 text-sm font-medium"
          >
            <bdi>{product.name}</bdi>
          </Link>
          {onRemove !== undefined && (
            <IconButton
              label={t("mall.cart.remove", { name: product.name })}
              className="-mt-2 -mr-2 text-muted"
              onClick={onRemove}
            >
              <Trash2 aria-hidden className="size-4" />
            </IconButton>
          )}
        </div>
        {obstacle !== null && (
          <p role="alert" className="text-sm text-danger">
            {obstacle === "too_many"
              ? t("mall.cart.tooMany", { stock: product.stock })
              : t(`mall.product.reasonLong.${obstacle}`)}
          </p>
        )}
        <div className="mt-auto flex flex-wrap items-center justify-between gap-2">
          <span className="flex flex-wrap items-baseline gap-x-1.5">
            <Points value={price.points} unit="mall" className="text-lg" />
            <CashPart fen={price.cash} />
          </span>
          {onChange === undefined ? (
            <span className="text-sm text-muted tabular-nums">× {quantity}</span>
          ) : (
            product.redeemable && (
              <Quantity
                label={`${t("mall.product.quantity")} ${product.name}`}
                value={quantity}
                maximum={Math.min(Math.max(product.stock, 1), QUANTITY_MAXIMUM)}
                onChange={onChange}
              />
            )
          )}
        </div>
      </div>
    </li>
  );
}
