const TEXT_MAXIMUM = 500;
const STACK_MAXIMUM = 4000;
const WORD = /\S+/g;

/** A text without the passwords of the addresses in it, such as DATABASE_URL has. */
export function withoutPasswords(text: string): string {
  return text.replace(WORD, (word) => {
    const scheme = word.indexOf("://");
    const colon = scheme < 0 ? -1 : word.indexOf(":", scheme + 3);
    const end = colon < 0 ? -1 : word.lastIndexOf("@");
    return end > colon ? `${word.slice(0, colon)}:***${word.slice(end)}` : word;
  });
}

/**
 * What the log keeps of an error: named fields only. Errors of pg carry the whole connection, the
 * password included, and their `detail` the values of a row.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutPasswords(String(error)) };
  const { code, constraint, table } = error as Error & Record<string, unknown>;
  return {
    type: error.name,
    message: withoutPasswords(error.message).substring(0, TEXT_MAXIMUM),
    stack: withoutPasswords(error.stack ?? "").substring(0, STACK_MAXIMUM),
    ...(code === undefined ? {} : { code }),
    ...(constraint === undefined ? {} : { constraint }),
    ...(table === undefined ? {} : { table }),
  };
}
