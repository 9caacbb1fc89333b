import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { face, keys, problemFrom } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { ConsentPart } from "./consent-part.tsx";
import { FaceCheck } from "./face-check.tsx";
import { PasskeyCheck } from "./passkey-check.tsx";
import { Note } from "./reason-note.tsx";

/** Consent, then the camera. `instead` is the way without a face; it is there all along. */
export function FaceEnrolment(props: { instead: ReactNode; onEnrolled: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [agreed, setAgreed] = useState<number | null>(null);
  const [hasChanged, setChanged] = useState(false);
  const [mustVerify, setMustVerify] = useState(false);
  if (agreed === null) {
    return (
      <div className="flex flex-col gap-4">
        {hasChanged && <Note>{t("mall.identity.consent.needed")}</Note>}
        <ConsentPart onAgree={setAgreed} instead={props.instead} />
      </div>
    );
  }
  if (mustVerify) {
    return (
      <div className="flex flex-col gap-4">
        <p>{t("mall.identity.enrol.verifyFirst")}</p>
        <PasskeyCheck onVerified={() => setMustVerify(false)} />
      </div>
    );
  }
  /** Whoever has a passkey proves with it that it is them who adds a face. */
  async function draw() {
    return face.challenge({ purpose: "enrol" }).catch((thrown: unknown) => {
      if (problemFrom(thrown).code === "verification_required") setMustVerify(true);
      throw thrown;
    });
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
    <FaceCheck draw={draw} send={(answered) => send(agreed, answered)} instead={props.instead} />
  );
}
