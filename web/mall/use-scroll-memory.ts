import { useEffect, useLayoutEffect, useRef } from "react";
import { useLocation, useSearch } from "wouter";

const positions = new Map<string, number>();

/**
 * A new page starts at its top; going back returns to where one was. Lists are still in memory then,
 * so the page is as long as it was.
 */
export function useScrollMemory(): void {
  const [path] = useLocation();
  const search = useSearch();
  const wentBack = useRef(false);
  const here = useRef(path);

  useEffect(() => {
    history.scrollRestoration = "manual";
    const onBack = () => {
      wentBack.current = true;
    };
    const onScroll = () => positions.set(here.current, scrollY);
    // Captured, because the router's own listener draws the page before a later one is called.
    addEventListener("popstate", onBack, { capture: true });
    addEventListener("scroll", onScroll, { passive: true });
    return () => {
      removeEventListener("popstate", onBack, { capture: true });
      removeEventListener("scroll", onScroll);
    };
  }, []);

  // Filters in the query redraw the same page and leave it where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `search` alone must clear `wentBack`.
  useLayoutEffect(() => {
    if (here.current !== path) {
      const kept = wentBack.current ? positions.get(path) : 0;
      here.current = path;
      scrollTo(0, kept ?? 0);
    }
    wentBack.current = false;
  }, [path, search]);
}
