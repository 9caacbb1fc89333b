import { messages } from "./messages.ts";
import type { Postmaster } from "./postmaster.ts";
import { signal, sleep } from "./processes.ts";

const LONGEST_WAIT_SECONDS = 8;

/**
 * Keeps PostgreSQL running: when it ends without being asked to, `start` is called until it runs
 * again. The address stays the same, so the server's connections come back by themselves.
 */
export function supervise(options: {
  first: Postmaster;
  start(): Promise<Postmaster>;
  log(line: string): void;
}): { stop(): Promise<void> } {
  let current = options.first;
  let stopping = false;
  const watch = async () => {
    for (;;) {
      const how = await current.ended;
      if (stopping) return;
      options.log(messages.diedRestarting(how));
      const next = await startAgain(options, () => stopping);
      if (next === null) return;
      current = next;
      options.log(messages.restarted());
    }
  };
  const watching = watch();
  // The last resort when somebody calls process.exit() without stopping us first.
  const onExit = () => signal(current.pid, "SIGINT");
  process.once("exit", onExit);
  return {
    stop: async () => {
      stopping = true;
      process.removeListener("exit", onExit);
      await current.stop();
      await watching;
      await current.stop();
    },
  };
}

async function startAgain(
  options: { start(): Promise<Postmaster>; log(line: string): void },
  isStopping: () => boolean,
): Promise<Postmaster | null> {
  for (let waitSeconds = 1; ; waitSeconds = Math.min(waitSeconds * 2, LONGEST_WAIT_SECONDS)) {
    try {
      const next = await options.start();
      return next;
    } catch (error) {
      options.log(messages.restartFailed((error as Error).message, waitSeconds));
    }
    for (let tenth = 0; tenth < waitSeconds * 10; tenth++) {
      if (isStopping()) return null;
      await sleep(100);
    }
  }
}
