import { Minus, Plus, Trash2, UserRound, X } from "lucide-react";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, Card, EmptyState, IconButton, Money, Points } from "../../ui/index.ts";
import { useShop } from "../shop-context.ts";
import { amountOf, type Line, piecesOf } from "./basket/basket.ts";
import type { AwardPreview } from "./use-award-preview.ts";
import type { Till } from "./use-till.ts";

/** The receipt being made: customer, lines with what each earns and why, total, check out. */
export function ReceiptPanel(props: { till: Till; preview: AwardPreview; onCheckout: () => void }) {
  const t = useT();
  const { till, preview } = props;
  const empty = till.basket.lines.length === 0;
  return (
    <section
      aria-label={t("shop.till.receipt")}
      className="flex flex-col gap-3 self-start pb-16 lg:sticky lg:top-4 lg:pb-0"
    >
      <Card className="flex flex-col gap-4 p-4">
        <CustomerRow till={till} />
        {empty ? (
          <EmptyState title={t("shop.till.emptyBasket")} hint={t("shop.till.emptyBasketHint")} />
        ) : (
          <ul className="max-h-[42dvh] divide-y divide-line overflow-y-auto">
            {till.basket.lines.map((line, index) => (
              <LineRow
                key={line.product.id}
                line={line}
                award={preview.current?.lines[index] ?? null}
                failed={preview.failed}
                onQuantity={(quantity) => till.setQuantity(line.product.id, quantity)}
              />
            ))}
          </ul>
        )}
        <Totals till={till} preview={preview} />
        <div className="flex gap-2">
          {!empty && (
            <Button variant="ghost" onClick={till.clear}>
              {t("shop.till.clear")}
            </Button>
          )}
          <Button
            variant="solid"
            size="lg"
            className="hidden flex-1 lg:inline-flex"
            disabled={empty}
            onClick={props.onCheckout}
          >
            {t("shop.till.checkout")}
            <kbd className="hidden rounded-md border border-current px-1.5 font-sans text-xs lg:inline">
              {t("shop.till.checkoutKey")}
            </kbd>
          </Button>
        </div>
      </Card>
      {!empty && <PhoneBar till={till} onCheckout={props.onCheckout} />}
    </section>
  );
}

/** On a phone the total and the button stay in reach of the thumb, above the menu. */
function PhoneBar(props: { till: Till; onCheckout: () => void }) {
  const t = useT();
  const { basket } = props.till;
  return (
    <div className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-20 flex items-center justify-between gap-3 border-t border-line bg-surface px-4 py-2 shadow-float lg:hidden">
      <p>
        <span className="block text-xs text-muted">
          {t("shop.till.pieces", { count: piecesOf(basket) })}
        </span>
        <Money fen={amountOf(basket)} className="text-xl font-semibold" />
      </p>
      <Button variant="solid" size="lg" onClick={props.onCheckout}>
        {t("shop.till.checkout")}
      </Button>
    </div>
  );
}

function CustomerRow(props: { till: Till }) {
  const t = useT();
  const format = useFormat();
  const { member, removeMember } = props.till;
  return (
    <div className="flex items-center gap-3 rounded-xl bg-sunken p-3" aria-live="polite">
      <span className="grid size-10 shrink-0 place-items-center rounded-full bg-surface text-muted">
        <UserRound aria-hidden className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">
          {member === null ? t("shop.till.customerNone") : member.displayName}
        </p>
        <p className="text-sm text-muted tabular-nums">
          {member === null
            ? t("shop.till.customerHint")
            : member.available !== null &&
              t("shop.till.customerAvailable", { points: format.number(member.available) })}
        </p>
      </div>
      {member !== null && (
        <IconButton label={t("shop.till.customerRemove")} onClick={removeMember}>
          <X aria-hidden className="size-5" />
        </IconButton>
      )}
    </div>
  );
}

function LineRow(props: {
  line: Line;
  award: { points: number; because: string } | null;
  failed: boolean;
  onQuantity: (quantity: number) => void;
}) {
  const t = useT();
  const { line, award, onQuantity } = props;
  const { product, quantity } = line;
  return (
    <li className="py-3 first:pt-0 last:pb-0">
      <div className="flex items-start justify-between gap-3">
        <p className="min-w-0 font-medium break-words">{product.name}</p>
        <Money fen={product.price * quantity} className="shrink-0 font-semibold" />
      </div>
      <div className="mt-1.5 flex items-center justify-between gap-3">
        <LineAward award={award} failed={props.failed} />
        <div className="flex shrink-0 items-center">
          <IconButton
            label={
              quantity === 1
                ? t("shop.till.removeLine", { name: product.name })
                : t("common.action.decrease")
            }
            onClick={() => onQuantity(quantity - 1)}
          >
            {quantity === 1 ? (
              <Trash2 aria-hidden className="size-4" />
            ) : (
              <Minus aria-hidden className="size-4" />
            )}
          </IconButton>
          <input
            inputMode="numeric"
            aria-label={t("shop.till.quantityOf", { name: product.name })}
            value={quantity}
            onFocus={(event) => event.target.select()}
            onChange={(event) => onQuantity(Number(event.target.value.replace(/\D/g, "")) || 1)}
            className="h-11 w-12 rounded-lg border border-line bg-surface text-center font-semibold tabular-nums"
          />
          <IconButton label={t("common.action.increase")} onClick={() => onQuantity(quantity + 1)}>
            <Plus aria-hidden className="size-4" />
          </IconButton>
        </div>
      </div>
    </li>
  );
}

/** What one line earns and by which rule; a dash of light while the server is asked. */
function LineAward(props: { award: { points: number; because: string } | null; failed: boolean }) {
  const t = useT();
  const { shopName, colour } = useShop();
  const { award } = props;
  if (award === null) {
    return props.failed ? (
      <span />
    ) : (
      <span className="h-4 w-28 rounded bg-sunken motion-safe:animate-pulse" />
    );
  }
  if (award.points === 0) {
    return <p className="text-sm text-muted">{award.because || t("shop.till.noPointsLine")}</p>;
  }
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm text-muted">
      <Points value={award.points} unit={{ name: shopName, colour }} sign className="text-ink" />
      <span className="min-w-0 break-words">{award.because}</span>
    </p>
  );
}

function Totals(props: { till: Till; preview: AwardPreview }) {
  const t = useT();
  const { shopName, colour } = useShop();
  const { till, preview } = props;
  if (till.basket.lines.length === 0) return null;
  return (
    <dl className="border-t border-line pt-3">
      <div className="flex items-baseline justify-between gap-3">
        <dt className="text-muted">
          {t("shop.till.total")}{" "}
          <span className="text-sm">{t("shop.till.pieces", { count: piecesOf(till.basket) })}</span>
        </dt>
        <dd className="text-3xl font-semibold tracking-tight tabular-nums">
          <Money fen={amountOf(till.basket)} />
        </dd>
      </div>
      <div className="mt-1 flex min-h-7 items-center justify-between gap-3">
        <dt className="text-muted">{t("shop.till.earns")}</dt>
        <dd aria-live="polite">
          {preview.current !== null ? (
            <Points value={preview.current.points} unit={{ name: shopName, colour }} />
          ) : (
            !preview.failed && (
              <span className="text-sm text-muted">{t("shop.till.calculating")}</span>
            )
          )}
        </dd>
      </div>
      {preview.failed && (
        <p className="mt-1 text-sm text-warning">{t("shop.till.previewFailed")}</p>
      )}
    </dl>
  );
}
