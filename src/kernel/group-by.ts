export type Group<Row> = [Row, ...Row[]];

/** The rows by key, keys and rows in the order in which they first come. */
export function groupBy<Row>(
  rows: Iterable<Row>,
  keyOf: (row: Row) => string,
): Map<string, Group<Row>> {
  const groups = new Map<string, Group<Row>>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
