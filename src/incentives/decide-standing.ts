import type { Instant } from "../kernel/clock.ts";
import { localDay, type TimeZone } from "../kernel/local-day.ts";
import { type Points, ZERO } from "../kernel/points.ts";
import { budgetAllows, type Outcome, type Programme } from "./programme.ts";
import { rewardOf } from "./rewards/registry.ts";
import type { Texts } from "./texts.ts";
import { triggerOf } from "./triggers/registry.ts";
import type { Milestones } from "./triggers/trigger.ts";

/** Where a seller stands in a programme, and one sentence that says why. */
export type Standing = {
  readonly status: "in_progress" | "granted" | "missed";
  readonly progress: { readonly done: number; readonly of: number };
  readonly grantedAt: Instant | null;
  /** What was granted, or what there is to get; zero when missed or when the reward is not points. */
  readonly points: Points;
  readonly reason: Texts;
};

type Facts = {
  readonly programme: Programme;
  readonly milestones: Milestones;
  /** Null while the programme has not been decided for this seller. */
  readonly outcome: Outcome | null;
  readonly now: Instant;
  /** The mall's. */
  readonly zone: TimeZone;
};

/**
 * `granted` and a budget that ran out are facts of the past. Without an outcome the programme is
 * `missed` only when the seller can no longer reach it: it had reached the trigger while the
 * programme was not in force, the programme is over, or the budget is used up.
 */
export function decideStanding(facts: Facts): Standing {
  const { programme, milestones, outcome, now, zone } = facts;
  const trigger = triggerOf(programme.trigger);
  const reward = rewardOf(programme.reward);
  const { done, of, reachedAt } = trigger.progress(programme.trigger, milestones);
  const gift = reward.named(programme.reward);
  const offered = reward.effect(programme.reward, now).points;
  const standing = (status: Standing["status"], reason: Texts): Standing => ({
    status,
    progress: { done, of },
    grantedAt: status === "granted" && outcome ? outcome.at : null,
    points: status === "missed" ? ZERO : (outcome?.points ?? offered),
    reason,
  });
  if (outcome?.status === "granted") {
    return standing("granted", {
      en: `${trigger.done.en}: ${gift.en}.`,
      "zh-CN": `${trigger.done["zh-CN"]}，获得 ${gift["zh-CN"]}。`,
    });
  }
  const { endsAt, startsAt } = programme;
  if (outcome === null && reachedAt !== null) {
    return standing("missed", endsAt !== null && reachedAt >= endsAt ? OVER : TOO_EARLY);
  }
  if (outcome === null && endsAt !== null && endsAt <= now) return standing("missed", OVER);
  if (outcome !== null || !budgetAllows(programme, offered)) {
    return standing("missed", BUDGET_USED_UP);
  }
  const begins = startsAt > now ? localDay(startsAt, zone) : null;
  return standing("in_progress", {
    en: `${begins ? `From ${begins}: ` : ""}${trigger.missing.en} to get ${gift.en}.`,
    "zh-CN": `${begins ? `自 ${begins} 起：` : ""}${trigger.missing["zh-CN"]}，即可获得 ${gift["zh-CN"]}。`,
  });
}

const TOO_EARLY: Texts = {
  en: "You had already done this when the programme began, so it does not apply to you.",
  "zh-CN": "计划开始时您已达成此条件，因此不适用。",
};
const OVER: Texts = {
  en: "The programme ended before you reached it.",
  "zh-CN": "计划在您达成条件之前已结束。",
};
const BUDGET_USED_UP: Texts = {
  en: "The programme's budget is used up.",
  "zh-CN": "该计划的预算已用完。",
};
