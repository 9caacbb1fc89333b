import type { Logger } from "pino";

/**
 * Work that comes round by itself. `run` may be called by several servers at once and must allow it;
 * when `signal` is aborted, the server is to stop and waits for it to come to an end soon.
 */
export type Job = {
  readonly name: string;
  readonly everySeconds: number;
  run(signal: AbortSignal): Promise<unknown>;
};

export type Jobs = { stop(): Promise<void> };

/**
 * Runs each job at once and then again that long after it ended. A job that fails is logged and
 * tried at its next turn. `stop` tells what is running, and waits for it.
 */
export function startJobs(jobs: readonly Job[], logger: Logger): Jobs {
  const stopping = new AbortController();
  const { signal } = stopping;
  const wakes = new Set<() => void>();
  const loops = jobs.map(async (job) => {
    while (!signal.aborted) {
      await job.run(signal).catch((error: unknown) => {
        // Cut off because the server stops, it did not fail.
        if (!signal.aborted) logger.error({ err: error, job: job.name }, "job failed");
      });
      if (!signal.aborted) await pause(job.everySeconds, wakes);
    }
  });
  return {
    async stop() {
      stopping.abort();
      for (const wake of wakes) wake();
      await Promise.all(loops);
    },
  };
}

function pause(seconds: number, wakes: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      wakes.delete(wake);
      resolve();
    };
    const timer = setTimeout(wake, seconds * 1000);
    wakes.add(wake);
  });
}
