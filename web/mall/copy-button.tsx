import { Copy } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { IconButton, useToast } from "../ui/index.ts";

/** Copies a text in one tap and says so. */
export function CopyButton(props: { text: string; label: string }) {
  const t = useT();
  const toast = useToast();
  return (
    <IconButton
      label={props.label}
      className="text-muted"
      onClick={() =>
        void navigator.clipboard
          .writeText(props.text)
          .then(() =>
            toast({ title: t("mall.order.copied", { text: props.text }), tone: "success" }),
          )
      }
    >
      <Copy aria-hidden className="size-4" />
    </IconButton>
  );
}
