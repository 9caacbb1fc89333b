/** What one line typed or scanned into the till's field asks for. */
export type Entry =
  | { kind: "nothing" }
  /** `3*` alone: the next product counts this many. */
  | { kind: "quantity"; quantity: number }
  /** `+` or `-` alone: one more or one less of the line added last. */
  | { kind: "step"; by: 1 | -1 }
  /** `=5` alone: the line added last counts this many. */
  | { kind: "set"; quantity: number }
  /** A barcode, a product's name, or a member's code, with its quantity when one was typed. */
  | { kind: "find"; text: string; quantity: number | null };

/** More of one product on one receipt is a slip of the finger, not a sale. */
export const quantityMaximum = 9_999;

const multiplied = /^(\d{1,4})\s*[*xX×＊]\s*(.*)$/;

/** Reads what was typed, before Enter is acted upon. Full-width digits count as digits. */
export function parseEntry(typed: string): Entry {
  const text = typed.normalize("NFKC").trim();
  if (text === "") return { kind: "nothing" };
  if (text === "+") return { kind: "step", by: 1 };
  if (text === "-") return { kind: "step", by: -1 };
  const exact = /^=\s*(\d{1,4})$/.exec(text);
  if (exact !== null) return { kind: "set", quantity: Number(exact[1]) };
  const times = multiplied.exec(text);
  if (times === null) return { kind: "find", text, quantity: null };
  const quantity = Number(times[1]);
  const rest = (times[2] ?? "").trim();
  if (quantity === 0) return { kind: "find", text, quantity: null };
  return rest === "" ? { kind: "quantity", quantity } : { kind: "find", text: rest, quantity };
}
