import { readWholeNumber } from "../../../src/kernel/text/whole-number.ts";
/** Longer than anybody may bring goods back; the server's own limit. */
export const returnDaysMost = 365;

export type ReturnDaysDraft = { choice: "mall" | "own"; days: string };

/** What the form says: days of its own, null for the mall's, undefined when it cannot be read. */
export function readReturnDays({ choice, days }: ReturnDaysDraft): number | null | undefined {
  if (choice === "mall") return null;
  const value = readWholeNumber(days);
  return value !== null && value <= returnDaysMost ? value : undefined;
}
