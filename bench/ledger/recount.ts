import type { Phase } from "./results.ts";
import type { Stage } from "./stage.ts";

/** The full recount, in entries a second; it is also a check that the books balance. */
export function recountPhase(stage: Stage, { key, label }: { key: string; label: string }): Phase {
  return {
    key,
    label,
    isGoal: true,
    countsEntries: true,
    async run() {
      const { entries, seconds } = await stage.verify();
      return { perSecond: entries / seconds };
    },
  };
}
