import { useT } from "../../i18n/index.ts";
import { PageTitle } from "../page-title.tsx";
import { FaceSection } from "./face-section.tsx";
import { NotificationSection } from "./notification-section.tsx";
import { PasskeySection } from "./passkey-section.tsx";
import { UseSection } from "./use-section.tsx";

/** How the person proves who they are, what happened to it, and when it was used. */
export default function IdentityPage() {
  const t = useT();
  return (
    <>
      <PageTitle title={t("mall.identity.page.title")} back="/me" />
      <p className="pb-4 text-muted">{t("mall.identity.page.hint")}</p>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <div className="flex flex-col gap-4">
          <FaceSection />
          <PasskeySection />
        </div>
        <div className="flex flex-col gap-4">
          <NotificationSection />
          <UseSection />
        </div>
      </div>
    </>
  );
}
