import { useQuery } from "@tanstack/react-query";
import { accounts, keys, type OwnInvitation, problemFrom, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import { Button, Card, ErrorNote, useToast } from "../index.ts";

/** The invitations of the person who is signed in; nothing when there are none. */
export function OwnInvitations() {
  const t = useT();
  const open = useQuery({ queryKey: keys.invitations, queryFn: accounts.invitations });
  if (open.error !== null) {
    return <ErrorNote problem={problemFrom(open.error)} onRetry={() => void open.refetch()} />;
  }
  if (open.data === undefined || open.data.items.length === 0) return null;
  return (
    <Card className="flex flex-col gap-2 p-5">
      <h2 className="font-semibold">{t("common.invitation.own")}</h2>
      <ul className="divide-y divide-line">
        {open.data.items.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

function InvitationRow(props: { invitation: OwnInvitation }) {
  const t = useT();
  const toast = useToast();
  const { id, organisationName: name, organisationStatus, role } = props.invitation;
  const done = (title: string) => () => toast({ title, tone: "success" });
  const accept = useChange({
    send: () => accounts.acceptInvitation(id),
    refresh: [keys.session, keys.invitations],
    onDone: done(t("common.invitation.accepted", { name })),
  });
  const decline = useChange({
    send: () => accounts.declineInvitation(id),
    refresh: [keys.invitations],
    onDone: done(t("common.invitation.declined", { name })),
  });
  const problem = accept.problem ?? decline.problem;
  return (
    <li className="flex flex-col gap-2 py-3">
      <p className="font-medium break-words">
        {t("common.invitation.from", { name, role: t(`common.role.${role}`) })}
      </p>
      {organisationStatus !== "approved" && (
        <p className="text-sm text-warning">{t("common.invitation.unapproved")}</p>
      )}
      {problem !== null && <ErrorNote problem={problem} />}
      <div className="flex gap-2">
        <Button
          variant="solid"
          aria-label={t("common.invitation.acceptOf", { name })}
          busy={accept.busy}
          onClick={() => void accept.run(undefined)}
        >
          {t("common.invitation.accept")}
        </Button>
        <Button
          aria-label={t("common.invitation.declineOf", { name })}
          busy={decline.busy}
          onClick={() => void decline.run(undefined)}
        >
          {t("common.invitation.decline")}
        </Button>
      </div>
    </li>
  );
}
