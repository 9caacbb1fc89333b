import { useQuery } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import { useState } from "react";
import { accounts, keys, type Passkey, problemFrom, useChange } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  ConfirmSheet,
  ErrorNote,
  IconButton,
  Skeleton,
  useToast,
} from "../../ui/index.ts";
import IdentitySheet from "./identity-sheet.tsx";
import { usePasskeyRegistration } from "./use-passkey-registration.ts";

export function PasskeySection() {
  const t = useT();
  const toast = useToast();
  const passkeys = useQuery({ queryKey: keys.passkeys, queryFn: accounts.passkeys });
  const registration = usePasskeyRegistration(() =>
    toast({ title: t("mall.identity.passkeys.added"), tone: "success" }),
  );
  async function add() {
    setVerifying(true);
    await registration.run();
  }
  // A second way to prove who one is needs the first.
  const [isVerifying, setVerifying] = useState(false);
  const mustVerify = registration.problem?.code === "verification_required";
  return (
    <Card className="flex flex-col gap-3 p-5">
      <div>
        <h2 className="font-semibold">{t("mall.identity.passkeys.title")}</h2>
        <p className="text-sm text-muted">{t("mall.identity.passkeys.hint")}</p>
      </div>
      {passkeys.isPending && <Skeleton className="h-14 w-full" />}
      {passkeys.error !== null && (
        <ErrorNote problem={problemFrom(passkeys.error)} onRetry={() => void passkeys.refetch()} />
      )}
      {passkeys.data?.items.length === 0 && (
        <p className="text-sm">
          {t("mall.identity.passkeys.empty")} {t("mall.identity.what")}
        </p>
      )}
      <ul className="divide-y divide-line">
        {passkeys.data?.items.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} />
        ))}
      </ul>
      {registration.problem !== null && !mustVerify && <ErrorNote problem={registration.problem} />}
      {registration.wasCancelled && (
        <p role="status" className="text-sm text-warning">
          {t("mall.identity.cancelled")}
        </p>
      )}
      <Button busy={registration.busy} onClick={() => void add()}>
        <KeyRound aria-hidden className="size-4" />
        {t("mall.identity.passkeys.add")}
      </Button>
      <IdentitySheet
        open={isVerifying && mustVerify}
        onClose={() => setVerifying(false)}
        onVerified={() => {
          setVerifying(false);
          void registration.run();
        }}
      />
    </Card>
  );
}

function PasskeyRow(props: { passkey: Passkey }) {
  const t = useT();
  const toast = useToast();
  const format = useFormat();
  const { id, name, createdAt, lastUsedAt } = props.passkey;
  const [isRemoving, setRemoving] = useState(false);
  const remove = useChange({
    send: () => accounts.removePasskey(id),
    refresh: [keys.passkeys, keys.notifications],
    onDone: () => {
      setRemoving(false);
      toast({ title: t("mall.identity.passkeys.removed"), tone: "success" });
    },
  });
  return (
    <li className="flex items-center gap-3 py-2">
      <KeyRound aria-hidden className="size-5 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          <bdi>{name}</bdi>
        </p>
        <p className="text-sm text-muted">
          {lastUsedAt === null
            ? t("mall.identity.passkeys.created", { date: format.date(createdAt) })
            : t("mall.identity.passkeys.used", { date: format.dateTime(lastUsedAt) })}
        </p>
      </div>
      <IconButton
        label={t("mall.identity.passkeys.remove", { name })}
        className="text-muted"
        onClick={() => setRemoving(true)}
      >
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
      <ConfirmSheet
        open={isRemoving}
        onClose={() => setRemoving(false)}
        title={t("mall.identity.passkeys.removeTitle", { name })}
        body={t("mall.identity.passkeys.removeBody")}
        confirmLabel={t("common.action.remove")}
        tone="danger"
        busy={remove.busy}
        problem={remove.problem}
        onConfirm={() => void remove.run(undefined)}
      />
    </li>
  );
}
