import { type Invitation, merchants, type OrganisationPath, usePaged } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Badge, Button, ErrorNote, Table } from "../index.ts";
import { RemoveButton } from "./remove-button.tsx";

const tones = { pending: "accent", declined: "neutral", expired: "warning" } as const;

/** Who was invited and has not joined: by the login that was typed, which is all that is known. */
export function SentInvitations(props: { organisation: OrganisationPath }) {
  const t = useT();
  const format = useFormat();
  const sent = usePaged({
    key: ["invitations", props.organisation],
    read: (cursor, signal) => merchants.invitations(props.organisation, cursor, signal),
  });
  if (sent.problem !== null) return <ErrorNote problem={sent.problem} onRetry={sent.reload} />;
  if (sent.items.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h2 className="text-lg font-semibold">{t("common.invitation.sent")}</h2>
      <Table
        caption={t("common.invitation.sent")}
        rows={sent.items}
        rowKey={(invitation) => invitation.id}
        columns={[
          {
            key: "login",
            header: t("common.staff.login"),
            cell: (invitation) => <bdi className="font-medium">{invitation.login}</bdi>,
          },
          {
            key: "role",
            header: t("common.staff.role"),
            cell: (invitation) => (
              <Badge tone="neutral">{t(`common.role.${invitation.role}`)}</Badge>
            ),
          },
          {
            key: "status",
            header: t("common.invitation.status"),
            cell: ({ status }) => (
              <Badge tone={tones[status]}>{t(`common.invitation.status.${status}`)}</Badge>
            ),
          },
          {
            key: "until",
            header: t("common.invitation.until"),
            cell: (invitation) => format.date(invitation.expiresAt),
          },
          {
            key: "actions",
            header: t("common.table.actions"),
            align: "end",
            cell: (invitation) =>
              invitation.status !== "declined" && (
                <Revoke organisation={props.organisation} invitation={invitation} />
              ),
          },
        ]}
      />
      {sent.hasMore && (
        <Button busy={sent.loadingMore} onClick={sent.loadMore}>
          {t("common.action.more")}
        </Button>
      )}
    </section>
  );
}

function Revoke(props: { organisation: OrganisationPath; invitation: Invitation }) {
  const t = useT();
  const { id, login } = props.invitation;
  return (
    <RemoveButton
      label={t("common.invitation.revoke")}
      labelOf={t("common.invitation.revokeOf", { login })}
      title={t("common.invitation.revokeTitle", { login })}
      body={t("common.invitation.revokeBody")}
      done={t("common.invitation.revoked")}
      remove={() => merchants.revokeInvitation(props.organisation, id)}
      refresh={[["invitations", props.organisation]]}
    />
  );
}
