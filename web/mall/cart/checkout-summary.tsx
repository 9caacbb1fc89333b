import { useState } from "react";
import type { ApiProblem } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, Card, ConfirmSheet, ErrorNote, Money, Points } from "../../ui/index.ts";
import { minus } from "../convert/steps.ts";
import { Missing } from "../product/redeem-bar.tsx";
import type { useWallet } from "../wallet/use-wallet.ts";
import { obstacleOf, type PricedLine } from "./cart.ts";

export type CheckoutSummaryProps = {
  total: { points: number; cash: number };
  lines: readonly PricedLine[];
  wallet: ReturnType<typeof useWallet>;
  addressMissing: boolean;
  busy: boolean;
  problem: ApiProblem | null;
  onOpen: () => void;
  onConfirm: () => void;
};

/** What it costs, what stays, and the question before points are taken. */
export function CheckoutSummary(props: CheckoutSummaryProps) {
  const t = useT();
  const [isConfirming, setConfirming] = useState(false);
  const [isAddressAsked, setAddressAsked] = useState(false);
  const { total, wallet } = props;
  const available = wallet.data?.mall.available ?? null;
  const keep = available === null ? null : minus(available, total.points);
  const isBlocked = props.lines.some((line) => obstacleOf(line) !== null);
  return (
    <Card className="flex flex-col gap-3 p-4 md:sticky md:top-20">
      <h2 className="font-semibold">{t("mall.checkout.summary")}</h2>
      <dl className="flex flex-col gap-2">
        <Row name={t("mall.checkout.pay")}>
          <Points value={total.points} unit="mall" className="text-2xl" />
        </Row>
        {total.cash > 0 && (
          <Row name={t("mall.checkout.cash")}>
            <Money fen={total.cash} className="font-semibold" />
          </Row>
        )}
        {available !== null && (
          <Row name={t("mall.checkout.have")}>
            <Points value={available} unit="mall" />
          </Row>
        )}
        {keep !== null && keep >= 0 && (
          <Row name={t("mall.checkout.keep")}>
            <Points value={keep} unit="mall" />
          </Row>
        )}
      </dl>
      {wallet.problem !== null && <ErrorNote problem={wallet.problem} onRetry={wallet.reload} />}
      {keep !== null && <Missing missing={Math.max(0, -keep)} />}
      {isAddressAsked && props.addressMissing && (
        <p role="alert" className="text-sm text-danger">
          {t("mall.checkout.addressMissing")}
        </p>
      )}
      <Button
        variant="solid"
        size="lg"
        disabled={keep === null || keep < 0 || isBlocked}
        onClick={() => {
          props.onOpen();
          if (props.addressMissing) setAddressAsked(true);
          else setConfirming(true);
        }}
      >
        {t("mall.checkout.submit")}
      </Button>
      {isConfirming && keep !== null && (
        <Confirm {...props} keep={keep} onClose={() => setConfirming(false)} />
      )}
    </Card>
  );
}

function Row(props: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-sm text-muted">{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Confirm(props: CheckoutSummaryProps & { keep: number; onClose: () => void }) {
  const t = useT();
  const format = useFormat();
  const { points, cash } = props.total;
  const hasVoucher = props.lines.some((line) => line.product.kind === "voucher");
  return (
    <ConfirmSheet
      open
      onClose={props.onClose}
      title={t("mall.checkout.confirmTitle", { points })}
      body={
        <div className="flex flex-col gap-2">
          <p>{t("mall.checkout.confirmBody", { points, keep: props.keep })}</p>
          {hasVoucher && <p>{t("mall.checkout.confirmVoucher")}</p>}
          {cash > 0 && <p>{t("mall.checkout.confirmCash", { cash: format.money(cash) })}</p>}
        </div>
      }
      confirmLabel={t("mall.checkout.confirm", { points })}
      busy={props.busy}
      problem={props.problem}
      onConfirm={props.onConfirm}
    />
  );
}
