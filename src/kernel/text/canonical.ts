/** Why a text has no canonical form. The codes are part of the API: they appear in `errors[].code`. */
export type TextFault = "not_visible" | "line_break" | "scientific_notation" | "wrong_format";

/** The canonical form of a text, or the reason why it has none. */
export type Canonical = { readonly text: string } | { readonly fault: TextFault };

/** The text where there is a canonical form, else null. */
export function textOf(canonical: Canonical): string | null {
  return "text" in canonical ? canonical.text : null;
}
