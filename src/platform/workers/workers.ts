import cluster, { type Worker } from "node:cluster";

/** Whether this process is one of several that answer requests, started by `startWorkers`. */
export const isWorker = cluster.isWorker;

export type Workers = {
  /** Asks every worker to end, and resolves when all have; those that do not are killed by `kill`. */
  stop(): Promise<void>;
  kill(): void;
};

/** A worker that ends at once when it is started is not started at once again. */
const AGAIN_AFTER_MILLISECONDS = 1000;

/**
 * Starts so many processes of the same program that share one port; connections are handed to them in
 * turn. Resolves when all of them listen; rejects with `WorkerEnded` when one ends before. One that ends
 * later is replaced.
 */
export async function startWorkers(
  count: number,
  of: { program: string; environment: Record<string, string>; onLost(code: number | null): void },
): Promise<Workers> {
  cluster.setupPrimary({ exec: of.program, args: ["serve"] });
  let isStopping = false;
  const running = new Map<Worker, Promise<void>>();
  const start = () => {
    const worker = cluster.fork(of.environment);
    const ended = new Promise<number | null>((resolve) => {
      worker.once("exit", (code) => {
        running.delete(worker);
        resolve(code);
      });
    });
    running.set(
      worker,
      ended.then(() => undefined),
    );
    return { worker, ended };
  };
  const keep = (ended: Promise<number | null>) => {
    void ended.then((code) => {
      if (isStopping) return;
      of.onLost(code);
      setTimeout(() => {
        if (!isStopping) keep(start().ended);
      }, AGAIN_AFTER_MILLISECONDS);
    });
  };
  const workers: Workers = {
    async stop() {
      isStopping = true;
      for (const worker of running.keys()) worker.process.kill("SIGTERM");
      await Promise.all(running.values());
    },
    kill() {
      isStopping = true;
      for (const worker of running.keys()) worker.process.kill("SIGKILL");
    },
  };
  const first = Array.from({ length: count }, start);
  try {
    await Promise.all(first.map(({ worker, ended }) => listening(worker, ended)));
  } catch (error) {
    await workers.stop();
    throw error;
  }
  for (const { ended } of first) keep(ended);
  return workers;
}

/** A worker ended before it listened. It has said why. */
export class WorkerEnded extends Error {
  readonly code: number;
  constructor(code: number) {
    super("a process of the server ended before it listened");
    this.name = "WorkerEnded";
    this.code = code;
  }
}

function listening(worker: Worker, ended: Promise<number | null>): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once("listening", () => resolve());
    void ended.then((code) => reject(new WorkerEnded(code ?? 1)));
  });
}
