import type { Canonical } from "./canonical.ts";
import {
  isVisible,
  normalised,
  spacedOnce,
  withoutUnseen,
  withPlainLineEnds,
} from "./characters.ts";

/**
 * The name of a person or a thing, on one line: kept as typed (NFC), without controls and characters
 * that change the direction of what follows. Something of it can be seen.
 */
export function canonicalName(text: string): Canonical {
  const form = spacedOnce(settled(text));
  return isVisible(form) ? { text: form } : { fault: "not_visible" };
}

/** A description, a reason, a note: as a name, but lines stay lines, and it may be empty. */
export function canonicalProse(text: string): Canonical {
  return { text: withPlainLineEnds(settled(text)).trim() };
}

/** Taking one character out can leave another without the neighbour that made it part of a picture. */
function settled(text: string): string {
  let before = text;
  for (let round = 0; round < ROUNDS_MAXIMUM; round += 1) {
    const after = normalised(withoutUnseen(before), "NFC");
    if (after === before) return after;
    before = after;
  }
  return before;
}

/** Three rounds settle every text that the property test could find. */
const ROUNDS_MAXIMUM = 8;
