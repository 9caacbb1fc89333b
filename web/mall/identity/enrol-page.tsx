import { CircleCheck } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { useT } from "../../i18n/index.ts";
import { Button, Card } from "../../ui/index.ts";
import { PageTitle } from "../page-title.tsx";
import { FaceEnrolment } from "./face-enrolment.tsx";
import { ToPasskey } from "./identity-sheet.tsx";
import { useFocusOnArrival } from "./use-focus-on-arrival.ts";

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
          <Done onClose={() => go(back)} />
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

function Done(props: { onClose: () => void }) {
  const t = useT();
  const heading = useFocusOnArrival<HTMLHeadingElement>();
  return (
    <div className="flex flex-col items-center gap-3 py-6 text-center">
      <CircleCheck aria-hidden className="size-12 text-success" />
      <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
        {t("mall.identity.enrol.done")}
      </h2>
      <p className="text-muted">{t("mall.identity.enrol.doneHint")}</p>
      <Button variant="solid" size="lg" className="mt-2 w-full" onClick={props.onClose}>
        {t("common.action.done")}
      </Button>
    </div>
  );
}
