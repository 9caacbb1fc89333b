import { CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useT } from "../i18n/index.ts";
import { IconButton } from "./button.tsx";

export type Toast = { title: string; tone?: "success" | "danger" | "info" };
type Shown = Toast & { id: number };

/** Long enough to read a sentence; nothing that matters is said in a toast alone. */
const shownForMilliseconds = 3_000;

let last = 0;
let shown: readonly Shown[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function show(toast: Toast): void {
  last += 1;
  change([...shown.slice(-2), { ...toast, id: last }]);
}

/** `toast({ title, tone })` says what has just happened. */
export function useToast(): (toast: Toast) => void {
  return show;
}

/** Place it once per page, near its root. */
export function Toaster() {
  const t = useT();
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return (
    <section aria-label={t("common.notifications")} aria-live="polite" className="ui-toasts">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

const icons = { success: CircleCheck, danger: TriangleAlert, info: Info } as const;

function ToastLine(props: { toast: Shown }) {
  const t = useT();
  const { id, title, tone = "info" } = props.toast;
  const Icon = icons[tone];
  const close = () => change(shown.filter((other) => other.id !== id));
  const [isHeld, setHeld] = useState(false);
  const hold = () => setHeld(true);
  const release = () => setHeld(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(
      () => change(shown.filter((other) => other.id !== id)),
      shownForMilliseconds,
    );
    return () => clearTimeout(timer);
  }, [id, isHeld]);
  return (
    <div className="ui-toast">
      <Icon aria-hidden className="size-5 shrink-0 text-night-accent" />
      <p className="min-w-0 flex-1 text-sm">{title}</p>
      <IconButton
        label={t("common.action.close")}
        onClick={close}
        onPointerEnter={hold}
        onPointerLeave={release}
        onFocus={hold}
        onBlur={release}
        className="pointer-events-auto text-on-night hover:bg-night-raised"
      >
        <X aria-hidden className="size-4" />
      </IconButton>
    </div>
  );
}
