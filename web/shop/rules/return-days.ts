/** Longer than anybody may bring goods back; the server's own limit. */
export const returnDaysMost = 365;

export type ReturnDaysDraft = { choice: "mall" | "own"; days: string };

/** What the form says: days of its own, null for the mall's, undefined when it cannot be read. */
export function readReturnDays({ choice, days }: ReturnDaysDraft): number | null | undefined {
  if (choice === "mall") return null;
  const value = /^\d{1,3}$/.test(days.trim()) ? Number(days.trim()) : undefined;
  return value !== undefined && value <= returnDaysMost ? value : undefined;
}
