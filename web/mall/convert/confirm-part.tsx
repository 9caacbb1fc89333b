import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import {
  type Conversion,
  exchange,
  keys,
  type Quote,
  useChange,
  useIntent,
  useSession,
} from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ConfirmSheet, lazyPart, PartBoundary } from "../../ui/index.ts";
import { withTexts } from "../identity/with-texts.ts";
import type { ConvertibleShop } from "./steps.ts";
import type { AskedQuote } from "./use-quote.ts";

const IdentitySheet = lazyPart(withTexts(() => import("../identity/identity-sheet.tsx")));

/** Who it is, whether they mean it, and then it is done. */
export function ConfirmPart(props: {
  shop: ConvertibleShop;
  quote: AskedQuote;
  onConverted: (quote: Quote, conversion: Conversion) => void;
}) {
  const t = useT();
  const { session } = useSession();
  const [step, setStep] = useState<"identity" | "confirm" | null>(null);
  const { shop, quote } = props;
  const { current } = quote;
  const convert = useConversion(props.onConverted);

  function start() {
    convert.reset();
    const until = session?.verifiedUntil ?? null;
    const isVerified = until !== null && Date.parse(until) > Date.now();
    setStep(isVerified ? "confirm" : "identity");
  }

  const isLost = convert.problem?.code === "verification_required";
  return (
    <>
      <Button
        variant="solid"
        size="lg"
        disabled={current === undefined || quote.secondsLeft === 0}
        onClick={start}
      >
        <ShieldCheck aria-hidden className="size-5" />
        {t("mall.convert.submit")}
      </Button>
      <PartBoundary fallback={null}>
        <IdentitySheet
          open={step === "identity" || (step === "confirm" && isLost)}
          onClose={() => setStep(null)}
          onVerified={() => {
            convert.reset();
            setStep("confirm");
          }}
        />
      </PartBoundary>
      {current !== undefined && (
        <ConfirmSheet
          open={step === "confirm" && !isLost}
          onClose={() => setStep(null)}
          title={t("mall.convert.confirmTitle")}
          body={t("mall.convert.confirmBody", {
            shop: shop.name,
            taken: current.pointsTaken,
            given: current.pointsGiven,
          })}
          confirmLabel={t("mall.convert.confirm", {
            taken: current.pointsTaken,
            given: current.pointsGiven,
          })}
          busy={convert.busy}
          problem={convert.problem}
          onConfirm={() => void convert.run(current)}
        />
      )}
    </>
  );
}

/** One key per quote: pressing again after a lost answer cannot convert twice. */
function useConversion(onConverted: (quote: Quote, conversion: Conversion) => void) {
  const client = useQueryClient();
  const intent = useIntent();
  return useChange({
    send: (of: Quote) => intent.attempt(of.id, (key) => exchange.convert(of.id, key)),
    refresh: [keys.movements()],
    onDone: (conversion, of) => {
      client.setQueryData(keys.wallet, conversion.wallet);
      onConverted(of, conversion);
    },
  });
}
