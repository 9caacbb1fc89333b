/** What a person left blank is nothing. */
export function textOrNull(text: string | null | undefined): string | null {
  return text === undefined || text === "" ? null : text;
}
