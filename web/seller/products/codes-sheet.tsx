import { useState } from "react";
import { keys, type SellerProduct, selling, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Field, Sheet, Textarea, useToast, useUnsaved } from "../../ui/index.ts";
import { useSeller } from "../seller-context.ts";
import { codesFrom } from "./voucher-codes.ts";

/** Adds voucher codes: a pasted column, counted before it is sent. */
export function CodesSheet(props: { product: SellerProduct; onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const { sellerId } = useSeller();
  const { product } = props;
  const [pasted, setPasted] = useState("");
  const codes = codesFrom(pasted);
  const upload = useChange({
    send: (body: string[]) => selling.addVoucherCodes(sellerId, product.id, body),
    refresh: [keys.sellerPart(sellerId, "products")],
    onDone: (answer) => {
      toast({ title: t("seller.products.codesAdded", answer), tone: "success" });
      props.onClose();
    },
  });
  return (
    <Sheet
      open
      unsaved={useUnsaved(pasted)}
      onClose={props.onClose}
      title={t("seller.products.codesOf", { name: product.name })}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (codes.length > 0) void upload.run(codes);
        }}
      >
        <Field label={t("seller.products.codesLabel")} hint={t("seller.products.codesHint")}>
          <Textarea
            rows={8}
            value={pasted}
            spellCheck={false}
            className="font-mono"
            onChange={(event) => setPasted(event.target.value)}
          />
        </Field>
        <p aria-live="polite" className="text-sm text-muted tabular-nums">
          {t("seller.products.codesCount", { count: codes.length })}
        </p>
        {upload.problem !== null && <ErrorNote problem={upload.problem} />}
        <Button
          type="submit"
          variant="solid"
          size="lg"
          busy={upload.busy}
          disabled={codes.length === 0}
        >
          {codes.length === 0
            ? t("seller.products.codesEmpty")
            : t("seller.products.codesSubmit", { count: codes.length })}
        </Button>
      </form>
    </Sheet>
  );
}
