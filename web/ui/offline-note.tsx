import { CloudOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useT } from "../i18n/index.ts";

function subscribe(listener: () => void): () => void {
  addEventListener("online", listener);
  addEventListener("offline", listener);
  return () => {
    removeEventListener("online", listener);
    removeEventListener("offline", listener);
  };
}

/** Says that there is no network, and what works all the same. */
export function OfflineNote() {
  const t = useT();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  if (isOnline) return null;
  return (
    <p
      role="status"
      className="flex items-start justify-center gap-2 bg-warning-soft px-4 py-2 text-sm text-warning"
    >
      <CloudOff aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>
        <strong className="font-semibold">{t("common.offline.title")}</strong>{" "}
        {t("common.offline.hint")}
      </span>
    </p>
  );
}
