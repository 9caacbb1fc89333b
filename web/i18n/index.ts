import { createContext, use as useContextValue, useSyncExternalStore } from "react";
import type { Area, Locale, MessageKey, Part, Translate } from "./catalogue.ts";
import {
  formatDate,
  formatDateTime,
  formatLastDay,
  formatMoney,
  formatNumber,
  formatRelative,
  formatSigned,
} from "./format.ts";
import { loadMessages } from "./load.ts";
import { fillMessage } from "./message.ts";

export type { Area, Locale, MessageKey, Translate } from "./catalogue.ts";
export * from "./format.ts";

const storageKey = "tongdui.locale";

let catalogues: readonly (Area | Part)[] = [];
let locale: Locale = "zh-CN";
let messages: Readonly<Record<string, string>> = {};
let current = translatorOf("zh-CN");
const listeners = new Set<() => void>();

/** Chinese for Chinese readers, English for everybody else. */
export function localeFromLanguages(languages: readonly string[]): Locale {
  const [first = "zh-CN"] = languages;
  return first.toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/**
 * Loads common and one area in the remembered language (else the browser's).
 * Await it before the first render.
 */
export async function startI18n(ofArea: Area): Promise<void> {
  catalogues = [ofArea];
  const remembered = readRemembered();
  await use(remembered ?? localeFromLanguages(navigator.languages));
}

/** Loads the texts of a part, in every language from now on. Await it before they are drawn. */
export async function addMessages(part: Part): Promise<void> {
  if (catalogues.includes(part)) return;
  catalogues = [...catalogues, part];
  await use(locale);
}

/** Switches the language, remembers it, and redraws once the texts are there. */
export async function setLocale(next: Locale): Promise<void> {
  await use(next);
  try {
    localStorage.setItem(storageKey, next);
  } catch {
    // Private windows may refuse storage; the choice then lasts for this page.
  }
}

export function getLocale(): Locale {
  return locale;
}

/** Outside of components (toasts, the API client); inside, use `useT`. */
export const t: Translate = (key, ...values) => current(key, ...values);

/** The translator; components that use it are redrawn when the language changes. */
export function useT(): Translate {
  return useSyncExternalStore(subscribe, () => current);
}

export function useLocale(): Locale {
  return useSyncExternalStore(subscribe, getLocale);
}

/** The zone in whose days and times a part of the page speaks; undefined for the reader's. */
export const TimeZoneContext = createContext<string | undefined>(undefined);

/** Numbers, money (fen) and times in the language on screen. */
export function useFormat() {
  const of = useLocale();
  const zone = useContextValue(TimeZoneContext);
  return {
    number: (value: number) => formatNumber(value, of),
    signed: (value: number) => formatSigned(value, of),
    money: (fen: number) => formatMoney(fen, of),
    date: (at: string) => formatDate(at, of, zone),
    lastDay: (end: string) => formatLastDay(end, of, zone),
    dateTime: (at: string) => formatDateTime(at, of, zone),
    relative: (at: string, now: number) => formatRelative(at, now, of),
  };
}

/** A key that is only known at run time (a code from the server), or null when there is no text. */
export function keyIfKnown(key: string): MessageKey | null {
  return key in messages ? (key as MessageKey) : null;
}

async function use(next: Locale): Promise<void> {
  messages = await loadMessages(next, catalogues);
  locale = next;
  current = translatorOf(next);
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

function translatorOf(of: Locale): Translate {
  return (key, ...values) => fillMessage(messages[key] ?? key, values[0] ?? {}, of);
}

function readRemembered(): Locale | null {
  try {
    const stored = localStorage.getItem(storageKey);
    return stored === "zh-CN" || stored === "en" ? stored : null;
  } catch {
    return null;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
