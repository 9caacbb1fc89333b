/** Where most malls and shops are; they come first in the list. */
const COMMON = [
  "Asia/Shanghai",
  "Asia/Urumqi",
  "Asia/Hong_Kong",
  "Asia/Macau",
  "Asia/Taipei",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Asia/Seoul",
  "Asia/Bangkok",
  "Australia/Sydney",
  "Europe/London",
  "Europe/Paris",
  "America/New_York",
  "America/Los_Angeles",
];

/** Every zone this browser knows, the common ones first, with what its clocks say in the language. */
export function timeZoneOptions(locale: string): { value: string; label: string }[] {
  const all = Intl.supportedValuesOf("timeZone");
  const rest = all.filter((zone) => !COMMON.includes(zone));
  return [...COMMON, ...rest].map((value) => ({ value, label: labelOf(value, locale) }));
}

/** The zone's name and what its clocks are ahead of UTC, such as `China Standard Time, GMT+8`. */
function labelOf(timeZone: string, locale: string): string {
  const part = (timeZoneName: "long" | "shortOffset") =>
    new Intl.DateTimeFormat(locale, { timeZone, timeZoneName })
      .formatToParts(0)
      .find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [name, offset] = [part("long"), part("shortOffset")];
  return name === offset ? name : `${name}, ${offset}`;
}
