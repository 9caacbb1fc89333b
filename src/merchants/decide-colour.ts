import { bucketOf } from "../kernel/bucket.ts";
import { invariant } from "../kernel/invariant.ts";

/** Each with a contrast of at least 4.5 : 1 under white text (WCAG 2.2, criterion 1.4.3). */
export const COLOURS = [
  "#b91c1c",
  "#c2410c",
  "#a16207",
  "#4d7c0f",
  "#15803d",
  "#047857",
  "#0f766e",
  "#0e7490",
  "#0369a1",
  "#1d4ed8",
  "#4338ca",
  "#6d28d9",
  "#7e22ce",
  "#a21caf",
  "#be185d",
  "#9f1239",
] as const;

/** A colour for a merchant that has chosen none: always the same one for the same id. */
export function decideColour(merchantId: string): string {
  const colour = COLOURS[bucketOf(merchantId) % COLOURS.length];
  invariant(colour, "a remainder is within the list");
  return colour;
}

/** `#rrggbb` in lower case, however it was sent. */
export function storedColour(colour: string): string {
  return colour.toLowerCase();
}
