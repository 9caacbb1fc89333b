// Local days, slow and obvious: what a wall clock shows is asked of Intl, and a midnight is found by
// walking there.

const QUARTER = 900_000;
const DAY = 86_400_000;

/** The date on the wall of the zone, `YYYY-MM-DD`. */
export function localDay(at: number, zone: string): string {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone });
  formats.set(zone, known);
  return known.format(at);
}
const formats = new Map<string, Intl.DateTimeFormat>();

/** When points end that are good for so many days after the day of `at`: at the midnight after the last. */
export function endAfterDays(at: number, { days, zone }: { days: number; zone: string }): number {
  const last = addToDate(localDay(at, zone), days);
  const name = `${last} ${zone}`;
  const end = ends.get(name) ?? midnightAfter(last, zone);
  ends.set(name, end);
  return end;
}
const ends = new Map<string, number>();

function addToDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/** No zone is further from UTC than a day, and none changes its clocks but on the quarter of an hour. */
function midnightAfter(date: string, zone: string): number {
  let at = Date.parse(date) + 2 * DAY;
  while (localDay(at - QUARTER, zone) > date) at -= QUARTER;
  return at;
}
