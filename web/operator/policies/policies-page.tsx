import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, operator, type Policies, problemFrom } from "../../api/index.ts";
import { useFormat, useT } from "../../i18n/index.ts";
import { Button, Card, ErrorNote, Page, Skeleton } from "../../ui/index.ts";
import { useOperator } from "../operator-context.ts";
import { boundNames, numberGroups } from "./draft.ts";
import { FaceFigures } from "./face-figures.tsx";
import { PoliciesForm } from "./policies-form.tsx";
import { usePolicyText } from "./use-policy-text.ts";

/** The rules of the whole mall: everybody of the operator reads them, an admin changes them. */
export function PoliciesPage() {
  const t = useT();
  const format = useFormat();
  const { role } = useOperator();
  const [editing, setEditing] = useState(false);
  const policies = useQuery({
    queryKey: keys.operator("policies"),
    queryFn: operator.policies,
  });
  const { data } = policies;
  return (
    <Page
      title={t("operator.policies.title")}
      actions={
        role === "admin" &&
        data !== undefined &&
        !editing && (
          <Button variant="solid" onClick={() => setEditing(true)}>
            {t("operator.policies.edit")}
          </Button>
        )
      }
    >
      {policies.error !== null && (
        <ErrorNote problem={problemFrom(policies.error)} onRetry={() => void policies.refetch()} />
      )}
      {policies.isPending && <Skeleton className="h-64 w-full" />}
      {data !== undefined && (
        <>
          <p className="text-muted">
            {t("operator.policies.version", {
              version: data.version,
              date: format.dateTime(data.validFrom),
            })}{" "}
            {role !== "admin" && t("operator.policies.readOnly")}
          </p>
          {editing ? (
            <PoliciesForm policies={data} onClose={() => setEditing(false)} />
          ) : (
            <PolicyList policies={data} />
          )}
        </>
      )}
    </Page>
  );
}

/** The policies of a group that are no whole number. */
const others: Readonly<Record<string, readonly string[]>> = {
  value: ["timeZone"],
  safety: ["verificationMethods"],
  faces: ["faceLoginAllowed"],
};

function PolicyList(props: { policies: Policies }) {
  const t = useT();
  const text = usePolicyText();
  const groups = [
    ...numberGroups.map(([name, policies]) => ({ name, policies: [...policies] as string[] })),
    { name: "ratio" as const, policies: [...boundNames] as string[] },
  ];
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      {groups.map((group) => (
        <Card key={group.name} className="p-5">
          <h2 className="mb-2 text-lg font-semibold">
            {t(`operator.policies.group.${group.name}`)}
          </h2>
          <dl className="divide-y divide-line">
            {[...group.policies, ...(others[group.name] ?? [])].map((policy) => (
              <div key={policy} className="flex justify-between gap-4 py-2.5">
                <dt className="text-muted">{text.name(policy)}</dt>
                <dd className="text-right font-medium tabular-nums">
                  {text.value(policy, props.policies)}
                </dd>
              </div>
            ))}
          </dl>
          {group.name === "faces" && <FaceFigures />}
        </Card>
      ))}
    </div>
  );
}
