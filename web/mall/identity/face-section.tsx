import { useQuery } from "@tanstack/react-query";
import { ScanFace, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  type FaceMethod,
  face,
  keys,
  type OwnFace,
  problemFrom,
  useChange,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  Card,
  ConfirmSheet,
  ErrorNote,
  Sheet,
  Skeleton,
  type Tone,
  useToast,
} from "../../ui/index.ts";
import { LinkButton } from "../link-button.tsx";
import { ConsentText, useConsent } from "./consent-part.tsx";

/** Whether a face is set up, what for, and how to be rid of it. */
export function FaceSection() {
  const t = useT();
  const method = useQuery({ queryKey: keys.faceMethod, queryFn: face.method });
  const own = useQuery({ queryKey: keys.face, queryFn: face.own });
  const error = method.error ?? own.error;
  return (
    <Card className="flex flex-col gap-3 p-5">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{t("mall.identity.face.title")}</h2>
          <p className="text-sm text-muted">{t("mall.identity.face.hint")}</p>
        </div>
        {method.data && own.data && <Status method={method.data} own={own.data} />}
      </div>
      {error !== null && (
        <ErrorNote
          problem={problemFrom(error)}
          onRetry={() => void Promise.all([method.refetch(), own.refetch()])}
        />
      )}
      {method.data && own.data ? (
        <Details method={method.data} own={own.data} />
      ) : (
        error === null && <Skeleton className="h-24 w-full" />
      )}
    </Card>
  );
}

function Status(props: { method: FaceMethod; own: OwnFace }) {
  const t = useT();
  const { own, method } = props;
  const [tone, text]: [Tone, string] = !method.available
    ? ["neutral", t("mall.identity.face.unavailable")]
    : own.enrolled
      ? ["success", t("mall.identity.face.on")]
      : own.enrolledAt !== null
        ? ["warning", t("mall.identity.face.outdated")]
        : ["neutral", t("mall.identity.face.off")];
  return <Badge tone={tone}>{text}</Badge>;
}

function Details(props: { method: FaceMethod; own: OwnFace }) {
  const t = useT();
  const { method, own } = props;
  const isStored = own.enrolledAt !== null;
  return (
    <>
      {isStored && <Stored method={method} own={own} />}
      {!method.available && <Explained>{t("mall.identity.face.unavailableHint")}</Explained>}
      {method.available && !method.opensWindow && (
        <Explained>{t("mall.identity.face.windowOff")}</Explained>
      )}
      {method.available && !method.loginAllowed && (
        <Explained>{t("mall.identity.face.loginOff")}</Explained>
      )}
      {method.available && isStored && !own.enrolled && (
        <Explained>{t("mall.identity.face.outdatedHint")}</Explained>
      )}
      {method.available && !isStored && (
        <p className="text-sm">{t("mall.identity.face.notEnrolled")}</p>
      )}
      {method.available && !own.enrolled && (
        <LinkButton href="/me/identity/face" variant="soft">
          <ScanFace aria-hidden className="size-4" />
          {isStored ? t("mall.identity.face.again") : t("mall.identity.face.setUp")}
        </LinkButton>
      )}
      {isStored && <Withdrawal />}
    </>
  );
}

function Explained(props: { children: ReactNode }) {
  return <p className="rounded-xl bg-sunken px-3.5 py-3 text-sm">{props.children}</p>;
}

function Stored(props: { method: FaceMethod; own: OwnFace }) {
  const t = useT();
  const format = useFormat();
  const { enrolledAt, lastUsedAt } = props.own;
  const uses = [
    ...(props.method.opensWindow ? [t("mall.identity.face.forWindow")] : []),
    ...(props.method.loginAllowed ? [t("mall.identity.face.forLogin")] : []),
  ];
  const rows = [
    [t("mall.identity.face.enrolledAt"), enrolledAt === null ? "" : format.dateTime(enrolledAt)],
    [
      t("mall.identity.face.lastUsedAt"),
      lastUsedAt === null ? t("mall.identity.face.neverUsed") : format.dateTime(lastUsedAt),
    ],
    [
      t("mall.identity.face.usedFor"),
      uses.length === 0 ? t("mall.identity.face.forNothing") : uses.join(" · "),
    ],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="text-right tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Withdrawal() {
  const t = useT();
  const toast = useToast();
  const [open, setOpen] = useState<"consent" | "delete" | null>(null);
  const withdraw = useChange({
    send: () => face.withdraw(),
    refresh: [keys.face, keys.notifications, keys.session],
    onDone: () => {
      setOpen(null);
      toast({ title: t("mall.identity.face.deleted"), tone: "success" });
    },
  });
  return (
    <div className="flex flex-wrap justify-between gap-2">
      <Button variant="ghost" className="px-3" onClick={() => setOpen("consent")}>
        {t("mall.identity.face.readConsent")}
      </Button>
      <Button variant="ghost" className="px-3 text-danger" onClick={() => setOpen("delete")}>
        <Trash2 aria-hidden className="size-4" />
        {t("mall.identity.face.delete")}
      </Button>
      <ConsentSheet open={open === "consent"} onClose={() => setOpen(null)} />
      <ConfirmSheet
        open={open === "delete"}
        onClose={() => setOpen(null)}
        title={t("mall.identity.face.deleteTitle")}
        body={t("mall.identity.face.deleteBody")}
        confirmLabel={t("mall.identity.face.deleteConfirm")}
        tone="danger"
        busy={withdraw.busy}
        problem={withdraw.problem}
        onConfirm={() => void withdraw.run(undefined)}
      />
    </div>
  );
}

function ConsentSheet(props: { open: boolean; onClose: () => void }) {
  const t = useT();
  const consent = useConsent();
  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("mall.identity.face.readConsent")}>
      {consent.data === undefined ? (
        <Skeleton className="h-64 w-full" />
      ) : (
        <ConsentText consent={consent.data} />
      )}
    </Sheet>
  );
}
