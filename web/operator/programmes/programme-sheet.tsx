import { useState } from "react";
import { NAME_MAXIMUM } from "../../../src/incentives/limits.ts";
import { keys, type NewProgramme, operator, useChange } from "../../api/index.ts";
import { useT } from "../../i18n/index.ts";
import {
  Button,
  ConfirmSheet,
  ErrorNote,
  Field,
  Input,
  NumberInput,
  Select,
  Sheet,
  useToast,
  useUnsaved,
} from "../../ui/index.ts";
import {
  emptyProgramme,
  merchantsCovered,
  type ProgrammeDraft,
  type ProgrammeFaults,
  readProgramme,
} from "./draft.ts";

type FormProps = {
  draft: ProgrammeDraft;
  change: (part: Partial<ProgrammeDraft>) => void;
  faults: ProgrammeFaults;
};

/** A new programme: what triggers it, what it gives, how much in all, and when. */
export function ProgrammeSheet(props: { onClose: () => void }) {
  const t = useT();
  const toast = useToast();
  const [draft, setDraft] = useState(emptyProgramme);
  const [faults, setFaults] = useState<ProgrammeFaults>({});
  const [confirming, setConfirming] = useState<NewProgramme | null>(null);
  const consequence = useConsequence();
  const publish = useChange({
    send: operator.addProgramme,
    refresh: [keys.operator("programmes")],
    onDone: (programme) => {
      toast({ title: t("operator.programmes.done", { name: programme.name }), tone: "success" });
      props.onClose();
    },
  });

  function change(part: Partial<ProgrammeDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    setFaults({});
    publish.reset();
  }

  return (
    <>
      <Sheet
        open={confirming === null}
        unsaved={useUnsaved(draft)}
        onClose={props.onClose}
        title={t("operator.programmes.add")}
      >
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            const read = readProgramme(draft);
            if ("faults" in read) setFaults(read.faults);
            else setConfirming(read.programme);
          }}
        >
          <WhatFields draft={draft} change={change} faults={faults} />
          <RewardFields draft={draft} change={change} faults={faults} />
          <PeriodFields draft={draft} change={change} faults={faults} />
          {publish.problem !== null && <ErrorNote problem={publish.problem} />}
          <Button type="submit" variant="solid" size="lg">
            {t("operator.programmes.submit")}
          </Button>
        </form>
      </Sheet>
      {confirming !== null && (
        <ConfirmSheet
          open
          onClose={() => setConfirming(null)}
          title={t("operator.programmes.confirmTitle", { name: confirming.name })}
          body={consequence(confirming)}
          confirmLabel={t("operator.programmes.submit")}
          busy={publish.busy}
          problem={publish.problem}
          onConfirm={() => void publish.run(confirming)}
        />
      )}
    </>
  );
}

/** What publishing does, in numbers. */
function useConsequence() {
  const t = useT();
  return ({ reward, budgetPoints }: NewProgramme): string => {
    if (reward.kind === "commission_free") {
      return t("operator.programmes.confirmDays", { days: reward.days });
    }
    return budgetPoints == null
      ? t("operator.programmes.confirmPointsUnlimited", { points: reward.points })
      : t("operator.programmes.confirmPoints", { points: reward.points, budget: budgetPoints });
  };
}

function WhatFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  return (
    <>
      <Field
        label={t("operator.programmes.name")}
        hint={t("operator.programmes.nameHint")}
        error={faults.name ? t("common.error.required") : undefined}
      >
        <Input
          value={draft.name}
          maxLength={NAME_MAXIMUM}
          onChange={(event) => change({ name: event.target.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("operator.programmes.trigger")}>
          <Select
            value={draft.trigger}
            onChange={(value) => change({ trigger: value as ProgrammeDraft["trigger"] })}
            options={(["approved", "first_product"] as const).map((value) => ({
              value,
              label: t(`operator.programmes.trigger.${value}`),
            }))}
          />
        </Field>
        <Field label={t("operator.programmes.reward")}>
          <Select
            value={draft.reward}
            onChange={(value) => change({ reward: value as ProgrammeDraft["reward"] })}
            options={(["mall_points", "commission_free"] as const).map((value) => ({
              value,
              label: t(`operator.programmes.reward.${value}`),
            }))}
          />
        </Field>
      </div>
    </>
  );
}

function RewardFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  if (draft.reward === "commission_free") {
    return (
      <Field
        label={t("operator.programmes.days")}
        error={faults.days ? t("common.error.wholeNumber") : undefined}
      >
        <NumberInput value={draft.days} onChange={(days) => change({ days })} />
      </Field>
    );
  }
  const covered = merchantsCovered(draft);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label={t("operator.programmes.points")}
        error={faults.points ? t("common.error.wholeNumber") : undefined}
      >
        <NumberInput value={draft.points} onChange={(points) => change({ points })} />
      </Field>
      <Field
        label={t("operator.programmes.budget")}
        hint={
          covered === null || covered === 0
            ? t("operator.programmes.budgetHint")
            : t("operator.programmes.budgetCovers", { count: covered })
        }
        error={
          faults.budget
            ? t("common.error.wholeNumber")
            : faults.budgetTooSmall
              ? t("operator.programmes.budgetTooSmall")
              : undefined
        }
      >
        <NumberInput value={draft.budget} onChange={(budget) => change({ budget })} />
      </Field>
    </div>
  );
}

function PeriodFields(props: FormProps) {
  const t = useT();
  const { draft, change, faults } = props;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t("operator.programmes.startsAt")} hint={t("operator.programmes.periodHint")}>
        <Input
          type="date"
          value={draft.startsAt}
          onChange={(event) => change({ startsAt: event.target.value })}
        />
      </Field>
      <Field
        label={t("operator.programmes.endsAt")}
        error={faults.endsAt ? t("operator.programmes.endsBeforeStarts") : undefined}
      >
        <Input
          type="date"
          value={draft.endsAt}
          onChange={(event) => change({ endsAt: event.target.value })}
        />
      </Field>
    </div>
  );
}
