import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { face, keys, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ConsentPart } from "./consent-part.tsx";
import { FaceCheck } from "./face-check.tsx";
import { Note } from "./reason-note.tsx";

/** Consent, then the camera. `instead` is the way without a face; it is there all along. */
export function FaceEnrolment(props: { instead: ReactNode; onEnrolled: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [agreed, setAgreed] = useState<number | null>(null);
  const [hasChanged, setChanged] = useState(false);
  if (agreed === null) {
    return (
      <div className="flex flex-col gap-4">
        {hasChanged && <Note>{t("mall.identity.consent.needed")}</Note>}
        <ConsentPart onAgree={setAgreed} instead={props.instead} />
      </div>
    );
  }
  async function send(consentVersion: number, answered: Parameters<typeof face.verify>[0]) {
    try {
      await face.enrol({ ...answered, consentVersion });
    } catch (thrown) {
      if (problemFrom(thrown).code === "consent_required") {
        await client.invalidateQueries({ queryKey: keys.faceConsent });
        setChanged(true);
        setAgreed(null);
      }
      throw thrown;
    }
    await client.invalidateQueries({ queryKey: keys.face });
    void client.invalidateQueries({ queryKey: keys.notifications });
    props.onEnrolled();
  }
  return (
    <FaceCheck
      draw={() => face.challenge({ purpose: "enrol" })}
      send={(answered) => send(agreed, answered)}
      instead={props.instead}
    />
  );
}
