import { textOf } from "../../../src/kernel/text/canonical.ts";
import { withPlainLineEnds } from "../../../src/kernel/text/characters.ts";
import { canonicalIdentifier } from "../../../src/kernel/text/identifier.ts";
/** Codes from a pasted column: one a line, in canonical form, each once, in the order given. */
export function codesFrom(pasted: string): string[] {
  const lines = withPlainLineEnds(pasted).split("\n");
  const codes = lines.flatMap((line) => textOf(canonicalIdentifier(line)) ?? []);
  return [...new Set(codes)];
}
