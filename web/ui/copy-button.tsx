import { Copy } from "lucide-react";
import { useT } from "../i18n/index.ts";
import { IconButton } from "./button.tsx";
import { useToast } from "./toast.tsx";

/** Copies a text and says so, or that the browser does not allow it. Answers whether it did; never throws. */
export function useCopy(): (text: string) => Promise<boolean> {
  const t = useT();
  const toast = useToast();
  return async (text) => {
    try {
      // Absent where the page came without encryption.
      await navigator.clipboard.writeText(text);
      toast({ title: t("common.action.copied"), tone: "success" });
      return true;
    } catch {
      toast({ title: t("common.action.copyFailed"), tone: "danger" });
      return false;
    }
  };
}

export function CopyButton(props: { text: string; label: string }) {
  const copy = useCopy();
  return (
    <IconButton label={props.label} className="text-muted" onClick={() => void copy(props.text)}>
      <Copy aria-hidden className="size-4" />
    </IconButton>
  );
}
