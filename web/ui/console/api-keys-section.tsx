import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { NAME_MAXIMUM } from "../../../src/merchants/limits.ts";
import {
  type ApiKey,
  merchants,
  type NewApiKey,
  type OrganisationPath,
  problemFrom,
  type Role,
  useChange,
} from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import {
  Badge,
  Button,
  EmptyState,
  ErrorNote,
  Field,
  Input,
  Select,
  Sheet,
  Skeleton,
  Table,
  useCopy,
  useUnsaved,
} from "../index.ts";
import { RemoveButton } from "./remove-button.tsx";

/** Keys for programs. A new key's secret is shown once, with a button that copies it. */
export function ApiKeysSection(props: { organisation: OrganisationPath; roles: readonly Role[] }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const apiKeys = useQuery({
    queryKey: ["apiKeys", props.organisation],
    queryFn: () => merchants.apiKeys(props.organisation),
  });
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-lg font-semibold">{t("common.keys.title")}</h2>
          <p className="text-sm text-muted">{t("common.keys.hint")}</p>
          <p className="text-sm text-muted">
            {t("common.keys.organisationId")}{" "}
            <code className="font-mono select-all text-ink">{idOf(props.organisation)}</code>
          </p>
        </div>
        <Button variant="soft" onClick={() => setAdding(true)}>
          {t("common.keys.add")}
        </Button>
      </div>
      {apiKeys.isPending && <Skeleton className="h-24 w-full" />}
      {apiKeys.error !== null && <ErrorNote problem={problemFrom(apiKeys.error)} />}
      {apiKeys.data?.items.length === 0 && (
        <EmptyState title={t("common.keys.empty")} hint={t("common.keys.emptyHint")} />
      )}
      {apiKeys.data !== undefined && apiKeys.data.items.length > 0 && (
        <KeyTable apiKeys={apiKeys.data.items} organisation={props.organisation} />
      )}
      {adding && <AddKeySheet {...props} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** What a program puts into the addresses it calls. */
function idOf(organisation: OrganisationPath): string {
  return organisation.slice(organisation.lastIndexOf("/") + 1);
}

function KeyTable(props: { apiKeys: readonly ApiKey[]; organisation: OrganisationPath }) {
  const t = useT();
  const format = useFormat();
  return (
    <Table
      caption={t("common.keys.title")}
      rows={props.apiKeys}
      rowKey={(apiKey) => apiKey.id}
      columns={[
        {
          key: "name",
          header: t("common.keys.name"),
          cell: (apiKey) => (
            <span className="font-medium">
              <bdi>{apiKey.name}</bdi>
            </span>
          ),
        },
        {
          key: "role",
          header: t("common.staff.role"),
          cell: (apiKey) => <Badge tone="neutral">{t(`common.role.${apiKey.role}`)}</Badge>,
        },
        {
          key: "createdAt",
          header: t("common.keys.createdAt"),
          cell: (apiKey) => format.date(apiKey.createdAt),
        },
        {
          key: "actions",
          header: t("common.table.actions"),
          align: "end",
          cell: (apiKey) => <RemoveKey apiKey={apiKey} organisation={props.organisation} />,
        },
      ]}
    />
  );
}

function RemoveKey(props: { apiKey: ApiKey; organisation: OrganisationPath }) {
  const t = useT();
  const { id, name } = props.apiKey;
  return (
    <RemoveButton
      label={t("common.keys.remove")}
      labelOf={t("common.keys.removeOf", { name })}
      title={t("common.keys.removeTitle", { name })}
      body={t("common.keys.removeBody")}
      done={t("common.keys.removed", { name })}
      remove={() => merchants.removeApiKey(props.organisation, id)}
      refresh={[["apiKeys", props.organisation]]}
    />
  );
}

function AddKeySheet(props: {
  organisation: OrganisationPath;
  roles: readonly Role[];
  onClose: () => void;
}) {
  const t = useT();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>(props.roles[0] ?? "staff");
  const add = useChange({
    send: (body: { name: string; role: Role }) => merchants.addApiKey(props.organisation, body),
    refresh: [["apiKeys", props.organisation]],
  });
  return (
    <Sheet
      open
      unsaved={useUnsaved(add.answer === null ? name : "")}
      onClose={props.onClose}
      title={t("common.keys.add")}
    >
      {add.answer !== null ? (
        <MadeKey apiKey={add.answer} onClose={props.onClose} />
      ) : (
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void add.run({ name, role });
          }}
        >
          <Field label={t("common.keys.name")} error={add.problem?.fieldError("/name")}>
            <Input
              required
              maxLength={NAME_MAXIMUM}
              placeholder={t("common.keys.namePlaceholder")}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label={t("common.staff.role")}>
            <Select
              value={role}
              onChange={(value) => setRole(value as Role)}
              options={props.roles.map((value) => ({ value, label: t(`common.role.${value}`) }))}
            />
          </Field>
          {add.problem?.saysMoreThan("/name") && <ErrorNote problem={add.problem} />}
          <Button type="submit" variant="solid" size="lg" busy={add.busy}>
            {t("common.keys.add")}
          </Button>
        </form>
      )}
    </Sheet>
  );
}

function MadeKey(props: { apiKey: NewApiKey; onClose: () => void }) {
  const t = useT();
  const copy = useCopy();
  const [copied, setCopied] = useState(false);
  return (
    <div className="flex flex-col gap-4">
      <p role="status" className="font-medium">
        {t("common.keys.once")}
      </p>
      <Field label={t("common.keys.value")}>
        <Input
          readOnly
          value={props.apiKey.key}
          onFocus={(event) => event.target.select()}
          className="font-mono text-sm"
        />
      </Field>
      <div className="flex gap-2">
        <Button
          variant="solid"
          className="flex-1"
          onClick={async () => setCopied(await copy(props.apiKey.key))}
        >
          <span aria-live="polite">
            {copied ? t("common.action.copied") : t("common.action.copy")}
          </span>
        </Button>
        <Button variant="soft" onClick={props.onClose}>
          {t("common.action.done")}
        </Button>
      </div>
    </div>
  );
}
