import { isVisible } from "../../../src/kernel/text/characters.ts";
import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
import type { NewRatio } from "../../api/index.ts";

/** A ratio as it stands in the form: text, so that nothing typed is ever lost. */
export type RatioDraft = {
  shopPoints: string;
  mallPoints: string;
  minimumPoints: string;
  dailyCap: string;
  /** Local time as a `datetime-local` field gives it; empty means at once. */
  validFrom: string;
};

export type RatioFaults = Partial<
  Record<"shopPoints" | "mallPoints" | "minimumPoints" | "dailyCap", true>
>;

/** The two numbers of the ratio while both can be read, for the cost sentence. */
export function pairOf(draft: RatioDraft): { shopPoints: number; mallPoints: number } | null {
  const shopPoints = positive(draft.shopPoints);
  const mallPoints = positive(draft.mallPoints);
  return shopPoints === null || mallPoints === null ? null : { shopPoints, mallPoints };
}

/** The version to publish, or the fields that cannot be read. */
export function readRatio(draft: RatioDraft): { ratio: NewRatio } | { faults: RatioFaults } {
  const faults: RatioFaults = {};
  if (positive(draft.shopPoints) === null) faults.shopPoints = true;
  if (positive(draft.mallPoints) === null) faults.mallPoints = true;
  const minimum = optional(draft.minimumPoints);
  const cap = optional(draft.dailyCap);
  if (minimum === null) faults.minimumPoints = true;
  if (cap === null) faults.dailyCap = true;
  const pair = pairOf(draft);
  if (pair === null || minimum === null || cap === null) return { faults };
  const ratio: NewRatio = { ...pair };
  if (minimum !== "none") ratio.minimumPoints = minimum;
  if (cap !== "none") ratio.dailyCapPoints = cap;
  if (draft.validFrom !== "") ratio.validFrom = new Date(draft.validFrom).toISOString();
  return { ratio };
}

/** Nine digits: what a field shows whole. */
const POINTS_MOST = 999_999_999;

function positive(text: string): number | null {
  const value = readWholeNumber(text, { least: 1 });
  return value !== null && value <= POINTS_MOST ? value : null;
}

function optional(text: string): number | "none" | null {
  return isVisible(text) ? positive(text) : "none";
}
