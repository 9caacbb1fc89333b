import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { useT } from "../../i18n/index.ts";
import { Button, Card } from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import { FaceEnrolment } from "./face-enrolment.tsx";
import { ToPasskey } from "./identity-sheet.tsx";

/** Setting up one's face, from the consent to the confirmation. */
export default function EnrolPage() {
  const t = useT();
  const [, go] = useLocation();
  const [isDone, setDone] = useState(false);
  const back = "/me/identity";
  return (
    <div className="mx-auto w-full max-w-lg">
      <PageTitle title={t("mall.identity.enrol.title")} back={back} />
      <Card className="p-5">
        {isDone ? (
          <div role="status" className="flex flex-col items-center gap-3 py-6 text-center">
            <CircleCheck aria-hidden className="size-12 text-success" />
            <p className="text-lg font-semibold">{t("mall.identity.enrol.done")}</p>
            <p className="text-muted">{t("mall.identity.enrol.doneHint")}</p>
            <Button variant="solid" size="lg" className="mt-2 w-full" onClick={() => go(back)}>
              {t("common.action.done")}
            </Button>
          </div>
        ) : (
          <FaceEnrolment
            instead={<ToPasskey onChoose={() => go(back)} />}
            onEnrolled={() => setDone(true)}
          />
        )}
      </Card>
    </div>
  );
}
