import { Coins } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import type { Conversion, Quote } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { EmptyState, ErrorNote, ShopMark, Skeleton } from "../../ui/index.ts";
import { LinkButton } from "../link-button.tsx";
import { useWallet } from "../wallet/use-wallet.ts";
import { AmountPart } from "./amount-part.tsx";
import { ConvertReceipt } from "./convert-receipt.tsx";
import { type ConvertibleShop, isConvertible } from "./steps.ts";

type Done = { shop: ConvertibleShop; quote: Quote; conversion: Conversion };

/**
 * Shop points into mall points, from choosing the shop to the receipt. `need` is how many mall
 * points are missing for something; the amount then starts there.
 */
export default function ConvertPanel(props: {
  shopId?: string | null;
  need?: number;
  onDone?: () => void;
}) {
  const t = useT();
  const wallet = useWallet();
  const [, go] = useLocation();
  const [chosen, setChosen] = useState(props.shopId ?? null);
  // The need is of the moment the panel was opened: converting makes it smaller.
  const [need] = useState(props.need ?? null);
  const [done, setDone] = useState<Done | null>(null);

  if (wallet.problem !== null) {
    return <ErrorNote problem={wallet.problem} onRetry={wallet.reload} />;
  }
  if (wallet.data === undefined) return <Skeleton className="h-64 w-full" />;
  if (done !== null) {
    return (
      <ConvertReceipt
        {...done}
        onAgain={() => setDone(null)}
        onDone={props.onDone ?? (() => go("/wallet"))}
      />
    );
  }
  // What the link named comes first, then the most useful.
  const rank = (shop: ConvertibleShop) =>
    shop.shopId === props.shopId ? Number.NEGATIVE_INFINITY : -shop.worth;
  const shops = wallet.data.shops.filter(isConvertible).sort((a, b) => rank(a) - rank(b));
  const shop = shops.find((candidate) => candidate.shopId === chosen) ?? shops[0];
  if (shop === undefined) return <NothingToConvert />;
  return (
    <div className="flex flex-col gap-5">
      {need !== null && (
        <p className="rounded-xl bg-accent-soft px-4 py-3 text-sm text-accent-strong">
          {t("mall.convert.need", { points: need })}
        </p>
      )}
      <ShopChoice shops={shops} chosen={shop} onChoose={setChosen} />
      <AmountPart
        key={shop.shopId}
        shop={shop}
        need={need}
        onConverted={(quote, conversion) => setDone({ shop, quote, conversion })}
      />
    </div>
  );
}

function NothingToConvert() {
  const t = useT();
  return (
    <EmptyState
      icon={<Coins aria-hidden className="size-6" />}
      title={t("mall.convert.empty")}
      hint={t("mall.convert.emptyHint")}
      action={<LinkButton href="/code">{t("mall.wallet.showCode")}</LinkButton>}
    />
  );
}

function ShopChoice(props: {
  shops: readonly ConvertibleShop[];
  chosen: ConvertibleShop;
  onChoose: (shopId: string) => void;
}) {
  const t = useT();
  const format = useFormat();
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-medium">{t("mall.convert.chooseShop")}</legend>
      <div className="no-scrollbar -mx-5 flex gap-2 overflow-x-auto px-5 py-1">
        {props.shops.map((shop) => (
          <label
            key={shop.shopId}
            className="relative flex min-h-14 shrink-0 cursor-pointer items-center gap-2.5 rounded-2xl border border-line bg-surface py-2 pr-4 pl-2.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="shop"
              checked={shop.shopId === props.chosen.shopId}
              onChange={() => props.onChoose(shop.shopId)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <ShopMark name={shop.name} colour={shop.colour} />
            <span className="max-w-40">
              <span className="block truncate text-sm font-medium">
                <bdi>{shop.name}</bdi>
              </span>
              <span className="block text-xs text-muted tabular-nums">
                {t("mall.convert.available", { points: format.number(shop.available) })}
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
