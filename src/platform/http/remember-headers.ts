/** Clients send the same few headers for ever; whoever sends others makes nothing grow. */
const REMEMBERED_MAXIMUM = 500;
const LENGTH_MAXIMUM = 200;

/** A reader of a header, which remembers what it made of short ones. */
export function rememberHeaders<Value>(
  read: (header: string) => Value,
): (header: string | undefined) => Value {
  const known = new Map<string, Value>();
  return (header = "") => {
    const before = known.get(header);
    if (before !== undefined || known.has(header)) return before as Value;
    const value = read(header);
    if (header.length > LENGTH_MAXIMUM) return value;
    if (known.size >= REMEMBERED_MAXIMUM) known.clear();
    known.set(header, value);
    return value;
  };
}
