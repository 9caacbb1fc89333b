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

/** The recount of what changed: some awards are made first, and their entries are what it examines. */
export function recountChangesPhase(stage: Stage, change: Phase): Phase {
  return {
    key: "recount changes",
    label: "recount of what changed, entries written since",
    isGoal: true,
    countsEntries: true,
    async run(it) {
      await stage.verify();
      await change.run(it);
      const { entries, seconds } = await stage.verifyChanges();
      return { perSecond: entries / seconds };
    },
  };
}
