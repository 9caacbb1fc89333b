import { useSyncExternalStore } from "react";
import { useT } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { hasNewVersion, onNewVersion, takeNewVersion } from "./keep-on-device.ts";

/** Says quietly that a newer version is there. It is taken when the person asks for it, or the next time. */
export function NewVersion() {
  const t = useT();
  const isThere = useSyncExternalStore(onNewVersion, hasNewVersion);
  if (!isThere) return null;
  return (
    <p
      role="status"
      className="flex flex-wrap items-center justify-center gap-x-3 bg-accent-soft px-4 py-1 text-sm"
    >
      {t("common.newVersion.title")}
      <Button variant="ghost" size="sm" onClick={takeNewVersion}>
        {t("common.newVersion.use")}
      </Button>
    </p>
  );
}
