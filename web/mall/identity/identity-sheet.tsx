import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronRight, KeyRound, type LucideIcon, ScanFace } from "lucide-react";
import { type ReactNode, useState } from "react";
import { accounts, face, keys } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Sheet, Skeleton } from "../../ui/index.ts";
import { FaceCheck } from "./face-check.tsx";
import { FaceEnrolment } from "./face-enrolment.tsx";
import { PasskeyCheck } from "./passkey-check.tsx";

export type IdentitySheetProps = {
  open: boolean;
  onClose: () => void;
  onVerified: () => void;
};

/** Opens the verified window, with the way the person has set up; the other is one press away. */
export default function IdentitySheet(props: IdentitySheetProps) {
  const t = useT();
  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("mall.identity.title")}>
      <IdentityCheck onVerified={props.onVerified} />
    </Sheet>
  );
}

type Way = "face" | "enrol" | "passkey";

/** Where a question cannot be answered, the passkey is what is left; it says itself what is wrong. */
export function IdentityCheck(props: { onVerified: () => void }) {
  const method = useQuery({ queryKey: keys.faceMethod, queryFn: face.method });
  const own = useQuery({ queryKey: keys.face, queryFn: face.own });
  const passkeys = useQuery({ queryKey: keys.passkeys, queryFn: accounts.passkeys });
  const [chosen, choose] = useState<Way | null>(null);
  if (method.isPending || own.isPending || passkeys.isPending) {
    return <Skeleton className="h-48 w-full" />;
  }
  const isOffered = method.data?.available === true && method.data.opensWindow;
  const isEnrolled = own.data?.enrolled === true;
  if (!isOffered) return <PasskeyCheck onVerified={props.onVerified} />;
  const hasPasskey = (passkeys.data?.items.length ?? 0) > 0;
  const usual = isEnrolled ? "face" : hasPasskey ? "passkey" : null;
  const way = chosen ?? usual;
  if (way === null) return <Choice choose={choose} />;
  const toPasskey = <ToPasskey onChoose={() => choose("passkey")} />;
  if (way === "enrol") {
    return <FaceEnrolment instead={toPasskey} onEnrolled={() => choose("face")} />;
  }
  if (way === "face") return <ByFace instead={toPasskey} onVerified={props.onVerified} />;
  return (
    <div className="flex flex-col gap-3">
      <PasskeyCheck onVerified={props.onVerified} />
      {/* Adding a face beside a passkey needs the passkey anyway: it would be no shorter way. */}
      {(isEnrolled || !hasPasskey) && <ToFace isEnrolled={isEnrolled} choose={choose} />}
    </div>
  );
}

function ByFace(props: { instead: ReactNode; onVerified: () => void }) {
  const t = useT();
  const client = useQueryClient();
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm text-muted">{t("mall.identity.whyFace")}</p>
      <FaceCheck
        draw={() => face.challenge({ purpose: "verify" })}
        send={async (answered) => {
          await face.verify(answered);
          await client.invalidateQueries({ queryKey: keys.session });
          void client.invalidateQueries({ queryKey: keys.face });
          void client.invalidateQueries({ queryKey: keys.verifications });
          props.onVerified();
        }}
        instead={props.instead}
      />
    </div>
  );
}

/** Whoever has set up neither chooses; the two do the same. */
function Choice(props: { choose: (way: Way) => void }) {
  const t = useT();
  return (
    <div className="flex flex-col gap-3">
      <p>{t("mall.identity.choose")}</p>
      <Option
        icon={ScanFace}
        title={t("mall.identity.setUpFace")}
        hint={t("mall.identity.face.hint")}
        onChoose={() => props.choose("enrol")}
      />
      <Option
        icon={KeyRound}
        title={t("mall.identity.setUpPasskey")}
        hint={t("mall.identity.passkeys.hint")}
        onChoose={() => props.choose("passkey")}
      />
    </div>
  );
}

function Option(props: { icon: LucideIcon; title: string; hint: string; onChoose: () => void }) {
  const { icon: Icon } = props;
  return (
    <button
      type="button"
      onClick={props.onChoose}
      className="flex min-h-16 items-center gap-3 rounded-2xl bg-sunken p-3 text-left hover:bg-accent-soft"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-xl bg-surface text-accent">
        <Icon aria-hidden className="size-5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{props.title}</span>
        <span className="block text-sm text-muted">{props.hint}</span>
      </span>
      <ChevronRight aria-hidden className="size-4 text-muted" />
    </button>
  );
}

export function ToPasskey(props: { onChoose: () => void }) {
  const t = useT();
  return (
    <Button variant="ghost" onClick={props.onChoose}>
      <KeyRound aria-hidden className="size-4" />
      {t("mall.identity.usePasskeyInstead")}
    </Button>
  );
}

function ToFace(props: { isEnrolled: boolean; choose: (way: Way) => void }) {
  const t = useT();
  return (
    <Button variant="ghost" onClick={() => props.choose(props.isEnrolled ? "face" : "enrol")}>
      <ScanFace aria-hidden className="size-4" />
      {props.isEnrolled ? t("mall.identity.useFaceInstead") : t("mall.identity.setUpFace")}
    </Button>
  );
}
