import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { type ProductDetail, useSession } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, lazyPart, PartBoundary, Sheet, useToast } from "../../ui/index.ts";
import { totalOf } from "../cart/cart.ts";
import { useCart } from "../cart/use-cart.ts";
import { minus } from "../convert/steps.ts";
import { PageSkeleton } from "../page-skeleton.tsx";
import { useWallet } from "../wallet/use-wallet.ts";

const ConvertPanel = lazyPart(() => import("../convert/convert-panel.tsx"));

/** Into the cart, or straight to the checkout; when points are missing, the way to get them. */
export function RedeemBar(props: { product: ProductDetail; quantity: number }) {
  const t = useT();
  const toast = useToast();
  const cart = useCart();
  const [, go] = useLocation();
  const { session } = useSession();
  const wallet = useWallet();
  const { product, quantity } = props;
  if (!product.redeemable) {
    return (
      <p role="status" className="rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning">
        {t(`mall.product.reasonLong.${product.reason ?? "out_of_stock"}`)}
      </p>
    );
  }
  const price = totalOf([{ product, quantity }]).points;
  const missing =
    wallet.data === undefined ? 0 : Math.max(0, minus(price, wallet.data.mall.available));
  return (
    <div className="flex flex-col gap-3">
      <Missing missing={missing} />
      <div className="flex gap-2">
        <Button
          size="lg"
          className="flex-1 px-4"
          onClick={() => {
            cart.add({ productId: product.id, quantity });
            toast({ title: t("mall.product.added", { name: product.name }), tone: "success" });
          }}
        >
          {t("mall.product.addToCart")}
        </Button>
        <Button
          variant="solid"
          size="lg"
          className="flex-1 px-4"
          disabled={missing > 0}
          onClick={() => go(`/checkout?product=${product.id}&quantity=${quantity}`)}
        >
          {session === null ? t("mall.product.signInToRedeem") : t("mall.product.redeem")}
        </Button>
      </div>
    </div>
  );
}

/**
 * How many points are missing, and a sheet that converts exactly those. The sheet outlives the need:
 * once converted, nothing is missing and its receipt is still to be read.
 */
export function Missing(props: { missing: number }) {
  const t = useT();
  const [isConverting, setConverting] = useState(false);
  const { missing } = props;
  return (
    <>
      {missing > 0 && (
        <div className="flex items-center gap-3 rounded-2xl bg-accent-soft p-3 pl-4">
          <div className="min-w-0 flex-1">
            <p className="font-semibold text-accent-strong">
              {t("mall.product.missing", { points: missing })}
            </p>
            <p className="text-sm">{t("mall.product.missingHint", { points: missing })}</p>
          </div>
          <Button variant="solid" className="px-4" onClick={() => setConverting(true)}>
            <ArrowLeftRight aria-hidden className="size-4" />
            {t("mall.product.convertMissing")}
          </Button>
        </div>
      )}
      <Sheet
        open={isConverting}
        onClose={() => setConverting(false)}
        title={t("mall.convert.title")}
      >
        <PartBoundary fallback={<PageSkeleton />}>
          <ConvertPanel need={missing} onDone={() => setConverting(false)} />
        </PartBoundary>
      </Sheet>
    </>
  );
}
