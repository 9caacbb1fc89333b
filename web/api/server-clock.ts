/** Differences below this are the network's, and the header has whole seconds only. */
const noticedMilliseconds = 5_000;

let offsetMilliseconds = 0;

/** Learns from an answer's `Date` header how wrong the clock of this device is. */
export function learnServerTime(response: Response): void {
  const at = Date.parse(response.headers.get("date") ?? "");
  if (Number.isNaN(at)) return;
  const offset = at - Date.now();
  offsetMilliseconds = Math.abs(offset) < noticedMilliseconds ? 0 : offset;
}

/** Now by the server's clock: what is sent as a time must not depend on how a device is set. */
export function serverNow(): Date {
  return new Date(Date.now() + offsetMilliseconds);
}
