/**
 * Where the focus is when a key is pressed at the till. `pointed`: on something that was clicked or
 * touched, not reached by keyboard; its turn is over.
 */
export type Focus = "entry" | "text" | "control" | "pointed" | "page" | "dialog";

export type Key = {
  readonly key: string;
  /** Ctrl, Alt or Meta: the browser's own. */
  readonly hasModifier: boolean;
  /** The key is held down. */
  readonly isRepeated: boolean;
};

/**
 * `enter`: as Enter in the till's field. `type`: the field takes the focus, and with it the key.
 * `field`: the field takes the focus, the key does nothing. `ignore`: nothing happens. `leave`: what
 * the browser does.
 */
export type KeyDecision = "enter" | "type" | "field" | "ignore" | "leave";

/**
 * What a key does at the till. A barcode scanner is a keyboard that types where the focus is: its digits
 * go to the till's field. Enter does what the button of the receipt says, unless the person has moved
 * to another control by keyboard; a held Enter does nothing, so that no sale passes unseen.
 */
export function decideKey(of: Key, focus: Focus): KeyDecision {
  if (of.hasModifier) return "leave";
  if (of.key === "Enter") return of.isRepeated ? "ignore" : decideEnter(focus);
  const isPrinted = Array.from(of.key).length === 1;
  if (!isPrinted || focus === "entry" || focus === "text" || focus === "dialog") return "leave";
  if (of.key !== " ") return "type";
  // Space would press what was clicked once more, or scroll the page.
  return focus === "pointed" ? "ignore" : "leave";
}

function decideEnter(focus: Focus): KeyDecision {
  switch (focus) {
    case "page":
    case "pointed":
      return "enter";
    case "text":
      return "field";
    case "entry":
    case "control":
    case "dialog":
      return "leave";
  }
}
