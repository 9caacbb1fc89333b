import { canonicalTimeZone, type TimeZone } from "../kernel/local-day.ts";
import type { Language } from "../kernel/refusals.ts";
import { invalid, ok, type Result } from "../kernel/result.ts";

/** The zone of that name as it is kept; nothing stays nothing. Refused where there is no such zone. */
export function readTimeZone<Nothing extends null | undefined>(
  name: string | Nothing,
  language: Language,
): Result<TimeZone | Nothing, "invalid_request"> {
  if (name === null || name === undefined) return ok(name);
  const zone = canonicalTimeZone(name);
  return zone === null ? invalid("/timeZone", "unknown_time_zone", UNKNOWN[language]) : ok(zone);
}

const UNKNOWN: Readonly<Record<Language, string>> = {
  "zh-CN": "没有这个时区，请填写 Asia/Shanghai 这样的 IANA 时区名称。",
  en: "There is no such time zone: give a name of IANA's, such as Asia/Shanghai.",
};
