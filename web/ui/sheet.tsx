import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import type { ApiProblem } from "../api/index.ts";
import { useT } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { ErrorNote } from "./feedback.tsx";
import { sheetHistory } from "./sheet-history.ts";
import { UnsavedForms } from "./unsaved.ts";

export type SheetProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode | undefined;
  /** For tables and side-by-side content on a desktop. */
  wide?: boolean | undefined;
  /** From `useUnsaved`: closing asks first, and what was typed stays until the answer. */
  unsaved?: boolean | undefined;
  children: ReactNode;
};

/**
 * A bottom sheet on a phone, a dialog on a desktop. Escape, the cross, the backdrop and the browser's
 * back button close it.
 */
export function Sheet(props: SheetProps) {
  const t = useT();
  const { open, unsaved = false, onClose } = props;
  const [asking, setAsking] = useState(false);
  const [forms] = useState(() => new Set<string>());
  const isUnsaved = () => unsaved || forms.size > 0;
  const requestClose = () => (isUnsaved() ? setAsking(true) : onClose());
  useBackCloses(open, () => {
    const closes = !isUnsaved();
    requestClose();
    return closes;
  });
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && requestClose()}>
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
          <div className="overflow-y-auto overscroll-contain px-5 pt-4 pb-6">
            <UnsavedForms value={forms}>{props.children}</UnsavedForms>
          </div>
          <AskToDiscard
            open={asking}
            onKeep={() => setAsking(false)}
            onDiscard={() => {
              setAsking(false);
              onClose();
            }}
          />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** `onBack` answers whether the sheet closes. */
function useBackCloses(open: boolean, onBack: () => boolean): void {
  const onBackNow = useEffectEvent(onBack);
  useEffect(() => {
    if (!open) return;
    return sheetHistory().open({ onBack: () => onBackNow() });
  }, [open]);
}

function AskToDiscard(props: { open: boolean; onKeep: () => void; onDiscard: () => void }) {
  const t = useT();
  if (!props.open) return null;
  return (
    <Sheet open onClose={props.onKeep} title={t("common.unsaved.title")}>
      <div className="flex flex-col gap-4">
        <p>{t("common.unsaved.body")}</p>
        <div className="flex flex-wrap gap-2">
          <Button variant="ghost" size="lg" className="bg-sunken px-5" onClick={props.onDiscard}>
            {t("common.unsaved.discard")}
          </Button>
          <Button variant="solid" size="lg" className="min-w-0 flex-1 px-4" onClick={props.onKeep}>
            {t("common.unsaved.keep")}
          </Button>
        </div>
      </div>
    </Sheet>
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
