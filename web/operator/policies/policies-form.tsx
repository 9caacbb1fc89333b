import { useState } from "react";
import { keys, operator, type Policies, type PolicyChanges, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  Card,
  ConfirmSheet,
  ErrorNote,
  Field,
  NumberInput,
  TimeZoneInput,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import {
  type BoundName,
  boundNames,
  changesOf,
  draftOf,
  methods,
  type NumberPolicy,
  numberGroups,
  type PolicyDraft,
} from "./draft.ts";
import { FaceFigures } from "./face-figures.tsx";
import { usePolicyText } from "./use-policy-text.ts";

type FormProps = {
  draft: PolicyDraft;
  change: (part: Partial<PolicyDraft>) => void;
  errorOf: (policy: string) => string | undefined;
};

/** A new version of the policies; publishing lists every change before and after. */
export function PoliciesForm(props: { policies: Policies; onClose: () => void }) {
  const t = useT();
  const { policies } = props;
  const [draft, setDraft] = useState(() => draftOf(policies));
  useUnsaved(draft);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [unchanged, setUnchanged] = useState(false);
  const [confirming, setConfirming] = useState<PolicyChanges | null>(null);
  const publish = usePublish(props.onClose);

  function submit() {
    const read = changesOf(draft, policies);
    if ("faults" in read) return setFaults(read.faults);
    if (Object.keys(read.changes).length === 0) return setUnchanged(true);
    setConfirming(read.changes);
  }

  const form: FormProps = {
    draft,
    change: (part) => {
      setDraft((before) => ({ ...before, ...part }));
      setFaults([]);
      setUnchanged(false);
      publish.reset();
    },
    errorOf: (policy) => {
      if (!faults.includes(policy)) return publish.problem?.fieldError(`/${policy}`);
      if (policy === "verificationMethods") return t("operator.policies.oneMethod");
      if (policy === "timeZone") return t("common.timeZone.unknown");
      return t("common.error.wholeNumberOrZero");
    },
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PolicyFields {...form} />
      {publish.problem !== null && <ErrorNote problem={publish.problem} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p role="status" className="text-muted">
          {unchanged && t("operator.policies.unchanged")}
        </p>
        <Button variant="ghost" onClick={props.onClose}>
          {t("common.action.cancel")}
        </Button>
        <Button type="submit" variant="solid">
          {t("operator.policies.save")}
        </Button>
      </div>
      {confirming !== null && (
        <ConfirmChanges
          policies={policies}
          changes={confirming}
          publish={publish}
          onClose={() => setConfirming(null)}
        />
      )}
    </form>
  );
}

function usePublish(onDone: () => void) {
  const t = useT();
  const toast = useToast();
  return useChange({
    send: operator.changePolicies,
    refresh: [keys.operator("policies")],
    onDone: ({ version }) => {
      toast({ title: t("operator.policies.done", { version }), tone: "success" });
      onDone();
    },
  });
}

function ConfirmChanges(props: {
  policies: Policies;
  changes: PolicyChanges;
  publish: ReturnType<typeof usePublish>;
  onClose: () => void;
}) {
  const t = useT();
  const text = usePolicyText();
  const { policies, changes, publish } = props;
  const changed = Object.keys(changes);
  const list = changed.map((policy) =>
    t("operator.policies.changed", {
      name: text.name(policy),
      before: text.value(policy, policies),
      after: text.value(policy, changes),
    }),
  );
  return (
    <ConfirmSheet
      open
      onClose={props.onClose}
      title={t("operator.policies.confirmTitle", { version: policies.version + 1 })}
      body={t("operator.policies.confirmBody", { count: changed.length, list: list.join("; ") })}
      confirmLabel={t("operator.policies.save")}
      busy={publish.busy}
      problem={publish.problem}
      onConfirm={() => void publish.run(changes)}
    />
  );
}

function PolicyFields(props: FormProps) {
  const t = useT();
  return (
    <div className="grid items-start gap-4 md:grid-cols-2">
      {numberGroups.map(([group, names]) => (
        <Card key={group} className="flex flex-col gap-4 p-5">
          <h2 className="text-lg font-semibold">{t(`operator.policies.group.${group}`)}</h2>
          {names.map((name) => (
            <NumberField key={name} name={name} {...props} />
          ))}
          {group === "value" && <TimeZoneField {...props} />}
          {group === "safety" && <MethodField {...props} />}
          {group === "faces" && <FaceLoginField {...props} />}
          {group === "faces" && <FaceFigures />}
        </Card>
      ))}
      <Card className="flex flex-col gap-4 p-5">
        <h2 className="text-lg font-semibold">{t("operator.policies.group.ratio")}</h2>
        {boundNames.map((name) => (
          <BoundFields key={name} name={name} {...props} />
        ))}
      </Card>
    </div>
  );
}

function NumberField(props: FormProps & { name: NumberPolicy }) {
  const text = usePolicyText();
  const { name, draft, change } = props;
  return (
    <Field label={text.name(name)} error={props.errorOf(name)}>
      <NumberInput
        value={draft.numbers[name]}
        onChange={(value) => change({ numbers: { ...draft.numbers, [name]: value } })}
      />
    </Field>
  );
}

function TimeZoneField(props: FormProps) {
  const t = useT();
  return (
    <Field
      label={t("operator.policies.timeZone")}
      hint={t("operator.policies.timeZoneHint")}
      error={props.errorOf("timeZone")}
    >
      <TimeZoneInput
        value={props.draft.timeZone}
        onChange={(timeZone) => props.change({ timeZone })}
      />
    </Field>
  );
}

function BoundFields(props: FormProps & { name: BoundName }) {
  const t = useT();
  const text = usePolicyText();
  const { name, draft, change } = props;
  const bound = draft.bounds[name];
  const set = (part: Partial<typeof bound>) =>
    change({ bounds: { ...draft.bounds, [name]: { ...bound, ...part } } });
  return (
    <fieldset>
      <legend className="mb-2 font-medium">{text.name(name)}</legend>
      <div className="grid grid-cols-2 gap-4">
        <Field label={t("operator.policies.shopPoints")} error={props.errorOf(name)}>
          <NumberInput value={bound.shopPoints} onChange={(shopPoints) => set({ shopPoints })} />
        </Field>
        <Field label={t("operator.policies.mallPoints")}>
          <NumberInput value={bound.mallPoints} onChange={(mallPoints) => set({ mallPoints })} />
        </Field>
      </div>
    </fieldset>
  );
}

function FaceLoginField(props: FormProps) {
  const text = usePolicyText();
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input
        type="checkbox"
        checked={props.draft.faceLoginAllowed}
        onChange={(event) => props.change({ faceLoginAllowed: event.target.checked })}
        className="size-5 accent-accent"
      />
      {text.name("faceLoginAllowed")}
    </label>
  );
}

function MethodField(props: FormProps) {
  const t = useT();
  const text = usePolicyText();
  const { draft, change } = props;
  const error = props.errorOf("verificationMethods");
  return (
    <fieldset>
      <legend className="text-sm font-medium">{t("operator.policies.verificationMethods")}</legend>
      {methods.map((method) => (
        <label key={method} className="flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            checked={draft.methods.includes(method)}
            onChange={(event) =>
              change({
                methods: event.target.checked
                  ? [...draft.methods, method]
                  : draft.methods.filter((other) => other !== method),
              })
            }
            className="size-5 accent-accent"
          />
          {text.name(`method.${method}`)}
        </label>
      ))}
      {error !== undefined && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
