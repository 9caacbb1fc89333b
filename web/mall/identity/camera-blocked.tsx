import { CameraOff } from "lucide-react";
import type { CameraFault } from "../../camera/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button } from "../../ui/index.ts";

/** Why there is no picture, and what to do about it. */
export function CameraBlocked(props: { fault: CameraFault; onRetry: () => void }) {
  const t = useT();
  const { fault } = props;
  return (
    <div className="flex flex-col items-center gap-3 rounded-3xl bg-sunken px-5 py-8 text-center">
      <span className="grid size-14 place-items-center rounded-2xl bg-surface text-muted">
        <CameraOff aria-hidden className="size-6" />
      </span>
      <div role="alert" className="flex flex-col gap-1">
        <p className="font-semibold">{t(`mall.identity.camera.${fault}`)}</p>
        <p className="text-sm text-muted">{t(`mall.identity.camera.${fault}Hint`)}</p>
      </div>
      {fault !== "insecure" && <Button onClick={props.onRetry}>{t("common.action.retry")}</Button>}
    </div>
  );
}
