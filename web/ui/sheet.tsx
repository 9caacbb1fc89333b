import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import type { ApiProblem } from "../api/index.ts";
import { useT } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./feedback.tsx";

export type SheetProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** For tables and side-by-side content on a desktop. */
  wide?: boolean | undefined;
  children: ReactNode;
};

/** A bottom sheet on a phone, a dialog on a desktop. Escape, the cross and the backdrop close it. */
export function Sheet(props: SheetProps) {
  const t = useT();
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop forceRender className="ui-backdrop" />
        <Dialog.Popup className="ui-sheet" data-wide={props.wide ? "" : undefined}>
          <div className="flex items-start gap-2 pt-4 pr-3 pl-5">
            <div className="min-w-0 flex-1 pt-1.5">
              <Dialog.Title className="text-lg font-semibold break-words">
                {props.title}
              </Dialog.Title>
              {props.description !== undefined && (
                <Dialog.Description className="mt-1 text-sm text-muted">
                  {props.description}
                </Dialog.Description>
              )}
            </div>
            <Dialog.Close className="ui-icon-button" aria-label={t("common.action.close")}>
              <X aria-hidden className="size-5" />
            </Dialog.Close>
          </div>
          <div className="overflow-y-auto overscroll-contain px-5 pt-4 pb-6">{props.children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

export type ConfirmSheetProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** The consequence, in numbers. */
  body: ReactNode;
  confirmLabel: ReactNode;
  tone?: "accent" | "danger" | undefined;
  busy?: boolean | undefined;
  problem?: ApiProblem | null | undefined;
  onConfirm: () => void;
};

/** Asks before something that cannot be undone; a refusal stays beside the question. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const t = useT();
  return (
    <Sheet open={props.open} onClose={props.onClose} title={props.title}>
      <div className="flex flex-col gap-4">
        <div className="text-ink">{props.body}</div>
        {props.problem != null && <ErrorNote problem={props.problem} />}
        <div className="flex gap-2">
          <Button variant="ghost" size="lg" className="bg-sunken px-5" onClick={props.onClose}>
            {t("common.action.cancel")}
          </Button>
          <Button
            variant={props.tone === "danger" ? "danger" : "solid"}
            size="lg"
            className="min-w-0 flex-1 px-4"
            busy={props.busy}
            onClick={props.onConfirm}
          >
            {props.confirmLabel}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
