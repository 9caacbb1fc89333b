import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useLocation, useSearchParams } from "wouter";
import { QUANTITY_MAXIMUM } from "../../../src/mall/limits.ts";
import { type Address, keys, mall, type NewOrder, useChange, useIntent } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Card, EmptyState, ErrorNote, useToast } from "../../ui/index.ts";
import { AddressPicker } from "../account/address-picker.tsx";
import { LinkButton } from "../link-button.tsx";
import { PageSkeleton } from "../page-skeleton.tsx";
import { PageTitle } from "../page-title.tsx";
import { useWallet } from "../wallet/use-wallet.ts";
import { type CartLine, groupBySeller, type PricedLine, totalOf } from "./cart.ts";
import { CheckoutSummary } from "./checkout-summary.tsx";
import { LineRow } from "./line-row.tsx";
import { useCart, usePriced } from "./use-cart.ts";

/** One product when the address names it, else the whole cart. */
function useWanted(): { lines: readonly CartLine[]; isFromCart: boolean } {
  const [params] = useSearchParams();
  const cart = useCart();
  const productId = params.get("product");
  if (productId === null) return { lines: cart.lines, isFromCart: true };
  const typed = Number.parseInt(params.get("quantity") ?? "1", 10);
  const quantity = Math.min(Math.max(typed || 1, 1), QUANTITY_MAXIMUM);
  return { lines: [{ productId, quantity }], isFromCart: false };
}

export default function CheckoutPage() {
  const t = useT();
  const { lines, isFromCart } = useWanted();
  const { priced, loading, problem, reload } = usePriced(lines);
  return (
    <>
      <PageTitle title={t("mall.checkout.title")} back={isFromCart ? "/cart" : "/"} />
      {problem !== null && <ErrorNote problem={problem} onRetry={reload} className="mb-4" />}
      {loading ? (
        <PageSkeleton />
      ) : priced.length === 0 ? (
        <EmptyState
          title={t("mall.checkout.nothing")}
          action={<LinkButton href="/">{t("mall.cart.browse")}</LinkButton>}
        />
      ) : (
        <Checkout priced={priced} isFromCart={isFromCart} />
      )}
    </>
  );
}

function Checkout(props: { priced: readonly PricedLine[]; isFromCart: boolean }) {
  const t = useT();
  const { priced } = props;
  const [address, setAddress] = useState<Address | null>(null);
  const needsAddress = priced.some((line) => line.product.kind === "physical");
  const total = totalOf(priced);
  const order = usePlaceOrder(props);
  const wallet = useWallet();
  const wanted = {
    lines: priced.map((line) => ({ productId: line.product.id, quantity: line.quantity })),
    ...(needsAddress && address !== null ? { address: withoutId(address) } : {}),
    expectedPoints: total.points,
  };
  return (
    <div className="flex flex-col gap-4 md:grid md:grid-cols-[minmax(0,1fr)_22rem] md:items-start">
      <div className="flex flex-col gap-4">
        {needsAddress && (
          <Card className="p-4">
            <h2 className="mb-2 font-semibold">{t("mall.checkout.address")}</h2>
            <AddressPicker chosen={address} onChoose={setAddress} />
          </Card>
        )}
        {groupBySeller(priced).map((group) => (
          <Card key={group.seller.id} className="px-4 pt-3 pb-1">
            <h2 className="font-semibold">
              <bdi>{group.seller.name}</bdi>
            </h2>
            <ul className="divide-y divide-line">
              {group.lines.map((line) => (
                <LineRow key={line.product.id} line={line} />
              ))}
            </ul>
          </Card>
        ))}
      </div>
      <CheckoutSummary
        total={total}
        lines={priced}
        wallet={wallet}
        addressMissing={needsAddress && address === null}
        busy={order.busy}
        problem={order.problem}
        onOpen={order.reset}
        onConfirm={() => void order.run(wanted)}
      />
    </div>
  );
}

function usePlaceOrder(props: { priced: readonly PricedLine[]; isFromCart: boolean }) {
  const t = useT();
  const toast = useToast();
  const cart = useCart();
  const client = useQueryClient();
  const intent = useIntent();
  const [, go] = useLocation();
  const order = useChange({
    send: (body: NewOrder) => intent.attempt(body, (key) => mall.placeOrder(body, key)),
    refresh: [keys.movements(), keys.myOrders, ["mall"]],
    onDone: (answer) => {
      client.setQueryData(keys.wallet, answer.wallet);
      if (props.isFromCart) cart.remove(props.priced.map((line) => line.product.id));
      toast({ title: t("mall.checkout.done"), tone: "success" });
      const [only, ...others] = answer.orders;
      go(only !== undefined && others.length === 0 ? `/orders/${only.id}` : "/orders", {
        replace: true,
      });
    },
  });
  // Prices and stock have moved: what is on screen is read again, so that the next try is right.
  const code = order.problem?.code;
  useEffect(() => {
    if (code === "price_changed" || code === "out_of_stock" || code === "seller_suspended") {
      void client.invalidateQueries({ queryKey: ["mall"] });
    }
    if (code === "insufficient_points") void client.invalidateQueries({ queryKey: keys.wallet });
  }, [code, client]);
  return order;
}

function withoutId(address: Address): NonNullable<NewOrder["address"]> {
  const { recipient, phone, region, street } = address;
  return { recipient, phone, region, street };
}
