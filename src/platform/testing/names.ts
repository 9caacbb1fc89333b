/** The same server's address for another database on it. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
