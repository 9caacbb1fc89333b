import { useEffect, useState } from "react";

/** The browser's clock, read once a second while mounted. Epoch milliseconds. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Whole seconds that are surely left until an instant, never below 0: `now` may be a second old. */
export function secondsUntil(at: string, now: number): number {
  return Math.max(0, Math.floor((Date.parse(at) - now) / 1000));
}
