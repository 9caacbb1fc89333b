import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { accounts, keys, problemFrom, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, ErrorNote, Skeleton } from "../../ui/index.ts";
import { Note } from "./reason-note.tsx";
import { usePasskeyRegistration } from "./use-passkey-registration.ts";

/** Opens the verified window with a passkey; whoever has none makes one first, and is told what it is. */
export function PasskeyCheck(props: { onVerified: () => void }) {
  const t = useT();
  const passkeys = useQuery({ queryKey: keys.passkeys, queryFn: accounts.passkeys });
  if (!("PublicKeyCredential" in globalThis)) {
    return (
      <p role="alert" className="text-danger">
        {t("mall.identity.unsupported")}
      </p>
    );
  }
  if (passkeys.error !== null) {
    return (
      <ErrorNote problem={problemFrom(passkeys.error)} onRetry={() => void passkeys.refetch()} />
    );
  }
  if (passkeys.data === undefined) return <Skeleton className="h-32 w-full" />;
  return passkeys.data.items.length === 0 ? (
    <MakeFirst />
  ) : (
    <UsePasskey onVerified={props.onVerified} />
  );
}

function MakeFirst() {
  const t = useT();
  const registration = usePasskeyRegistration();
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3 font-semibold">
        <KeyMark />
        {t("mall.identity.firstTitle")}
      </p>
      <p className="text-muted">{t("mall.identity.what")}</p>
      {registration.problem?.code === "verification_required" ? (
        <Note>{t("mall.identity.passkeys.faceFirst")}</Note>
      ) : (
        registration.problem !== null && <ErrorNote problem={registration.problem} />
      )}
      {registration.wasCancelled && <Cancelled />}
      <Button
        variant="solid"
        size="lg"
        busy={registration.busy}
        onClick={() => void registration.run()}
      >
        {t("mall.identity.create")}
      </Button>
    </div>
  );
}

function UsePasskey(props: { onVerified: () => void }) {
  const t = useT();
  const client = useQueryClient();
  const [wasCancelled, setCancelled] = useState(false);
  const verify = useChange({
    send: async () => {
      const { startAuthentication } = await import("@simplewebauthn/browser");
      type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];
      const { options } = await accounts.passkeyVerification<Options>();
      // It throws when the person closes its window or lets it time out.
      const response = await startAuthentication({ optionsJSON: options }).catch(() => null);
      if (response === null) return setCancelled(true);
      await accounts.finishPasskeyVerification({ response });
      await client.invalidateQueries({ queryKey: keys.session });
      void client.invalidateQueries({ queryKey: keys.verifications });
      props.onVerified();
    },
  });
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-center gap-3">
        <KeyMark />
        <span className="flex-1">{t("mall.identity.why")}</span>
      </p>
      {verify.problem !== null && <ErrorNote problem={verify.problem} />}
      {wasCancelled && <Cancelled />}
      <Button
        variant="solid"
        size="lg"
        busy={verify.busy}
        onClick={() => {
          setCancelled(false);
          void verify.run(undefined);
        }}
      >
        {t("mall.identity.use")}
      </Button>
    </div>
  );
}

function Cancelled() {
  const t = useT();
  return (
    <p role="status" className="text-sm text-warning">
      {t("mall.identity.cancelled")}
    </p>
  );
}

function KeyMark() {
  return (
    <span
      aria-hidden
      className="grid size-12 shrink-0 place-items-center rounded-2xl bg-accent-soft text-accent-strong"
    >
      <KeyRound className="size-6" />
    </span>
  );
}
