/** Codes from a pasted column: one a line, trimmed, each once, in the order given. */
export function codesFrom(pasted: string): string[] {
  const lines = pasted.split(/[\r\n]+/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}
