import { CircleCheck, Wallet } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Conversion, Quote } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Points, ShopMark } from "../../ui/index.ts";
import type { ConvertibleShop } from "./steps.ts";

/** What happened, and what there is now; the points fly once from the shop to the wallet. */
export function ConvertReceipt(props: {
  shop: ConvertibleShop;
  quote: Quote;
  conversion: Conversion;
  onAgain: () => void;
  onDone: () => void;
}) {
  const t = useT();
  const { shop, conversion } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const unit = { name: shop.name, colour: shop.colour };
  const left = conversion.wallet.shops.find((candidate) => candidate.shopId === shop.shopId);
  return (
    <div className="flex flex-col items-center gap-4 text-center">
      <Flight shop={shop} />
      <h2
        ref={heading}
        tabIndex={-1}
        className="flex items-center gap-2 text-xl font-semibold outline-none"
      >
        <CircleCheck aria-hidden className="size-6 text-success" />
        {t("mall.convert.doneTitle")}
      </h2>
      <p role="status">
        {t("mall.convert.doneBody", {
          shop: shop.name,
          taken: conversion.pointsTaken,
          given: conversion.pointsGiven,
        })}
      </p>
      <dl className="grid w-full grid-cols-2 gap-2">
        <div className="rounded-2xl bg-sunken p-3">
          <dt className="truncate text-sm text-muted">
            {t("mall.convert.shopBalanceNow", { shop: shop.name })}
          </dt>
          <dd>
            {left !== undefined && (
              <Points value={left.available} unit={unit} className="text-xl" />
            )}
          </dd>
        </div>
        <div className="rounded-2xl bg-sunken p-3">
          <dt className="text-sm text-muted">{t("mall.convert.balanceNow")}</dt>
          <dd>
            <Points value={conversion.wallet.mall.available} unit="mall" className="text-xl" />
          </dd>
        </div>
      </dl>
      <div className="flex w-full gap-2">
        <Button size="lg" className="flex-1" onClick={props.onAgain}>
          {t("mall.convert.again")}
        </Button>
        <Button variant="solid" size="lg" className="flex-1" onClick={props.onDone}>
          {t("common.action.done")}
        </Button>
      </div>
    </div>
  );
}

const flyers = [0, 1, 2, 3, 4, 5];

function Flight(props: { shop: ConvertibleShop }) {
  return (
    <div aria-hidden className="relative flex w-56 items-center justify-between py-4">
      <ShopMark name={props.shop.name} colour={props.shop.colour} size="lg" />
      <span className="grid size-14 place-items-center rounded-2xl bg-night text-night-accent">
        <Wallet className="size-6" />
      </span>
      {flyers.map((at) => (
        <span
          key={at}
          className="absolute top-1/2 left-6 size-2.5 rounded-full opacity-0 [animation:mall-fly_0.9s_var(--ease-out-soft)_both] motion-reduce:hidden"
          style={{ background: props.shop.colour, animationDelay: `${at * 110}ms` }}
        />
      ))}
    </div>
  );
}
