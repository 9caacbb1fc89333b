import { useT } from "../../i18n/index.ts";
import { Card, CopyButton, Qr } from "../../ui/index.ts";

/** Codes to show: large, as QR and as text. */
export default function Codes(props: {
  pickupCode: string | null;
  voucherCodes: readonly string[];
}) {
  const t = useT();
  return (
    <Card className="p-4 text-center">
      {props.pickupCode !== null && (
        <Code
          title={t("mall.order.pickup")}
          hint={t("mall.order.pickupHint")}
          code={props.pickupCode}
        />
      )}
      {props.voucherCodes.map((code) => (
        <Code
          key={code}
          title={t("mall.order.voucher")}
          hint={t("mall.order.voucherHint")}
          code={code}
        />
      ))}
    </Card>
  );
}

function Code(props: { title: string; hint: string; code: string }) {
  const t = useT();
  return (
    <section className="flex flex-col items-center gap-2 border-line py-4 not-first:border-t first:pt-0 last:pb-0">
      <h2 className="font-semibold">{props.title}</h2>
      <Qr
        value={props.code}
        label={`${t("common.qr.label")}: ${props.title}`}
        className="size-44 border border-line"
      />
      <p className="flex items-center gap-1 font-mono text-lg font-semibold break-all">
        {props.code}
        <CopyButton text={props.code} label={t("mall.order.copyCode")} />
      </p>
      <p className="text-sm text-muted">{props.hint}</p>
    </section>
  );
}
