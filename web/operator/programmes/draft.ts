import { isVisible } from "../../../src/kernel/text/characters.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type { NewProgramme, ProgrammeReward } from "../../api/index.ts";

/** A programme as it stands in the form: text, so that nothing typed is ever lost. */
export type ProgrammeDraft = {
  name: string;
  trigger: NewProgramme["trigger"]["kind"];
  reward: ProgrammeReward["kind"];
  points: string;
  days: string;
  budget: string;
  startsAt: string;
  endsAt: string;
};

export const emptyProgramme: ProgrammeDraft = {
  name: "",
  trigger: "approved",
  reward: "mall_points",
  points: "",
  days: "",
  budget: "",
  startsAt: "",
  endsAt: "",
};

export type ProgrammeFaults = Partial<
  Record<"name" | "points" | "days" | "budget" | "budgetTooSmall" | "endsAt", true>
>;

/** The programme to publish, or every field that stands in its way. */
export function readProgramme(
  draft: ProgrammeDraft,
): { programme: NewProgramme } | { faults: ProgrammeFaults } {
  const faults: ProgrammeFaults = {};
  const reward = rewardOf(draft, faults);
  const budget = budgetOf(draft, faults);
  if (!isVisible(draft.name)) faults.name = true;
  if (reward?.kind === "mall_points" && budget !== null && budget < reward.points) {
    faults.budgetTooSmall = true;
  }
  if (draft.startsAt !== "" && draft.endsAt !== "" && draft.endsAt < draft.startsAt) {
    faults.endsAt = true;
  }
  if (reward === null || Object.keys(faults).length > 0) return { faults };
  const programme: NewProgramme = {
    name: draft.name,
    trigger: { kind: draft.trigger },
    reward,
  };
  if (budget !== null) programme.budgetPoints = budget;
  if (draft.startsAt !== "") {
    programme.startsAt = new Date(`${draft.startsAt}T00:00:00.000`).toISOString();
  }
  if (draft.endsAt !== "") {
    programme.endsAt = new Date(`${draft.endsAt}T23:59:59.999`).toISOString();
  }
  return { programme };
}

/** How many merchants a budget rewards, or null while that cannot be read. */
export function merchantsCovered(draft: ProgrammeDraft): number | null {
  const points = positive(draft.points);
  const budget = positive(draft.budget);
  if (draft.reward !== "mall_points" || points === null || budget === null) return null;
  return Math.floor(budget / points);
}

function rewardOf(draft: ProgrammeDraft, faults: ProgrammeFaults): ProgrammeReward | null {
  if (draft.reward === "mall_points") {
    const points = positive(draft.points);
    if (points === null) faults.points = true;
    return points === null ? null : { kind: "mall_points", points };
  }
  const days = positive(draft.days);
  if (days === null) faults.days = true;
  return days === null ? null : { kind: "commission_free", days };
}

function budgetOf(draft: ProgrammeDraft, faults: ProgrammeFaults): number | null {
  if (draft.reward !== "mall_points" || !isVisible(draft.budget)) return null;
  const budget = positive(draft.budget);
  if (budget === null) faults.budget = true;
  return budget;
}

function positive(text: string): number | null {
  return readWholeNumber(text, { least: 1 });
}
