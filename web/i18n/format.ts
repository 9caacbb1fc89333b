import type { Locale } from "./catalogue.ts";

const fenPerYuan = 100;
const hoursPerDay = 24;
const secondsPerHour = 3600;

/** A count or a number of points, grouped. */
export function formatNumber(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** A change of points, always with its sign. */
export function formatSigned(value: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { signDisplay: "exceptZero" }).format(value);
}

/** Money in fen as yuan with two decimals: 41250 → ¥412.50. */
export function formatMoney(fen: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "CNY",
    currencyDisplay: "narrowSymbol",
  }).format(fen / fenPerYuan);
}

/** Whose clocks: the reader's, unless a zone is named. */
type Zone = string | undefined;

/** An RFC 3339 instant as a local day; a `YYYY-MM-DD` as that day. */
export function formatDate(at: string, locale: Locale, timeZone?: Zone): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(at);
  return new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "short",
    day: "numeric",
    timeZone: isDay ? "UTC" : timeZone,
  }).format(new Date(at));
}

/** The last local day of what ends at that instant: what ends at a midnight is good on the day before. */
export function formatLastDay(end: string, locale: Locale, timeZone?: Zone): string {
  return formatDate(new Date(Date.parse(end) - 1).toISOString(), locale, timeZone);
}

/** An RFC 3339 instant as a local day and time. */
export function formatDateTime(at: string, locale: Locale, timeZone?: Zone): string {
  return new Intl.DateTimeFormat(locale, {
    year: "numeric",
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone,
  }).format(new Date(at));
}

/** "3 hours ago", "in 2 days": the distance from `now` in the largest fitting unit. */
export function formatRelative(at: string, now: number, locale: Locale): string {
  const seconds = Math.round((new Date(at).getTime() - now) / 1000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 60) return relative.format(seconds, "second");
  if (size < secondsPerHour) return relative.format(Math.round(seconds / 60), "minute");
  if (size < hoursPerDay * secondsPerHour) {
    return relative.format(Math.round(seconds / secondsPerHour), "hour");
  }
  return relative.format(Math.round(seconds / (hoursPerDay * secondsPerHour)), "day");
}
