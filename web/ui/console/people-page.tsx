import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import {
  merchants,
  type OrganisationPath,
  problemFrom,
  type Role,
  type StaffMember,
  useChange,
} from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  EmptyState,
  ErrorNote,
  Field,
  Input,
  Page,
  Select,
  Sheet,
  Skeleton,
  Table,
  useToast,
  useUnsaved,
} from "../index.ts";
import { ApiKeysSection } from "./api-keys-section.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { SentInvitations } from "./sent-invitations.tsx";

export type PeoplePageProps = {
  title: string;
  organisation: OrganisationPath;
  /** The roles that can be given, the most common first. */
  roles: readonly Role[];
  /** Only an owner adds and removes; others see who is there. */
  mayChange: boolean;
  selfId: string;
};

/** Who works in an organisation, and which programs act for it. */
export function PeoplePage(props: PeoplePageProps) {
  const t = useT();
  const key = ["staff", props.organisation];
  const [adding, setAdding] = useState(false);
  const staff = useQuery({ queryKey: key, queryFn: () => merchants.staff(props.organisation) });
  return (
    <Page
      title={props.title}
      actions={
        props.mayChange && (
          <Button variant="solid" onClick={() => setAdding(true)}>
            {t("common.staff.add")}
          </Button>
        )
      }
    >
      <section className="flex flex-col gap-3">
        <h2 className="text-lg font-semibold">{t("common.staff.title")}</h2>
        {!props.mayChange && <p className="text-sm text-muted">{t("common.staff.onlyOwner")}</p>}
        {staff.isPending && <Skeleton className="h-32 w-full" />}
        {staff.error !== null && (
          <ErrorNote problem={problemFrom(staff.error)} onRetry={() => void staff.refetch()} />
        )}
        {staff.data?.items.length === 0 && (
          <EmptyState title={t("common.staff.empty")} hint={t("common.staff.emptyHint")} />
        )}
        {staff.data !== undefined && staff.data.items.length > 0 && (
          <StaffTable {...props} staff={staff.data.items} />
        )}
      </section>
      {props.mayChange && <SentInvitations organisation={props.organisation} />}
      {props.mayChange && <ApiKeysSection organisation={props.organisation} roles={props.roles} />}
      {adding && <AddSheet {...props} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function StaffTable(props: PeoplePageProps & { staff: readonly StaffMember[] }) {
  const t = useT();
  return (
    <Table
      caption={t("common.staff.title")}
      rows={props.staff}
      rowKey={(member) => member.accountId}
      columns={[
        {
          key: "name",
          header: t("common.staff.name"),
          cell: (member) => (
            <span className="font-medium">
              <bdi>{member.displayName}</bdi>
            </span>
          ),
        },
        {
          key: "role",
          header: t("common.staff.role"),
          cell: (member) => <Badge tone="neutral">{t(`common.role.${member.role}`)}</Badge>,
        },
        {
          key: "actions",
          header: t("common.table.actions"),
          align: "end",
          cell: (member) =>
            props.mayChange &&
            member.role !== "owner" &&
            member.accountId !== props.selfId && (
              <RemoveMember organisation={props.organisation} member={member} />
            ),
        },
      ]}
    />
  );
}

function RemoveMember(props: { organisation: OrganisationPath; member: StaffMember }) {
  const t = useT();
  const { accountId, displayName: name } = props.member;
  return (
    <RemoveButton
      label={t("common.action.remove")}
      labelOf={t("common.staff.removeOf", { name })}
      title={t("common.staff.removeTitle", { name })}
      body={t("common.staff.removeBody", { name })}
      done={t("common.staff.removed", { name })}
      remove={() => merchants.removeStaff(props.organisation, accountId)}
      refresh={[["staff", props.organisation]]}
    />
  );
}

function AddSheet(props: PeoplePageProps & { onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const [login, setLogin] = useState("");
  const [role, setRole] = useState<Role>(props.roles[0] ?? "staff");
  const add = useChange({
    send: (body: { login: string; role: Role }) => merchants.inviteStaff(props.organisation, body),
    refresh: [["invitations", props.organisation]],
    onDone: (invited) => {
      toast({ title: t("common.staff.invited", { login: invited.login }), tone: "success" });
      props.onClose();
    },
  });
  return (
    <Sheet open unsaved={useUnsaved(login)} onClose={props.onClose} title={t("common.staff.add")}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add.run({ login, role });
        }}
      >
        <Field
          label={t("common.staff.login")}
          hint={t("common.staff.hint")}
          error={add.problem?.fieldError("/login")}
        >
          <Input
            required
            autoComplete="off"
            value={login}
            onChange={(event) => setLogin(event.target.value)}
          />
        </Field>
        <Field label={t("common.staff.role")}>
          <Select
            value={role}
            onChange={(value) => setRole(value as Role)}
            options={props.roles.map((value) => ({ value, label: t(`common.role.${value}`) }))}
          />
        </Field>
        {add.problem?.saysMoreThan("/login") && <ErrorNote problem={add.problem} />}
        <Button type="submit" variant="solid" size="lg" busy={add.busy}>
          {t("common.staff.add")}
        </Button>
      </form>
    </Sheet>
  );
}
