import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useSearch } from "wouter";

/** Where each entry of the history was left, by the key it carries. */
const positions = new Map<string, number>();

/**
 * A new page starts at its top; going back or forward returns to where one was. Lists are still in
 * memory then, so the page is as long as it was. An entry that carries a key has been seen before.
 */
export function useScrollMemory(): void {
  const [path] = useLocation();
  const search = useSearch();
  const shownPath = useRef(path);
  const entry = useRef("");

  useEffect(() => {
    history.scrollRestoration = "manual";
    const onScroll = () => positions.set(entry.current, scrollY);
    addEventListener("scroll", onScroll, { passive: true });
    return () => removeEventListener("scroll", onScroll);
  }, []);

  // Filters in the query redraw the same page and leave it where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another query is another entry.
  useLayoutEffect(() => {
    const known = entryKey();
    if (shownPath.current !== path) {
      scrollTo(0, known === null ? 0 : (positions.get(known) ?? 0));
    }
    shownPath.current = path;
    entry.current = known ?? giveEntryKey();
  }, [path, search]);
}

function entryKey(): string | null {
  const state: unknown = history.state;
  if (typeof state !== "object" || state === null || !("scrollKey" in state)) return null;
  return typeof state.scrollKey === "string" ? state.scrollKey : null;
}

function giveEntryKey(): string {
  const scrollKey = crypto.randomUUID();
  history.replaceState({ ...history.state, scrollKey }, "");
  return scrollKey;
}
