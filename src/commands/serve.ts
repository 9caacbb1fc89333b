import { join } from "node:path";
import { createFirstOperator, declineDemoTown, demoLogins, seedDemoTown } from "../demo/index.ts";
import { startJobs } from "../platform/jobs/jobs.ts";
import { PROJECT_ROOT } from "../platform/project-root.ts";
import { isWorker, startWorkers, WorkerEnded, type Workers } from "../platform/workers/workers.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { type Opened, open } from "./open.ts";

/** How long a request in flight may take to end once the server was told to stop. */
const DRAIN_SECONDS = 20;

export const serve: Command = {
  summary: "Start the server.",
  usage: "tongdui serve",
  async run() {
    const stop = listenForStop();
    const opened = await open({ beside: false });
    if (isWorker) return answerRequests(opened, stop);
    let hasTown = false;
    let workers: Workers | null = null;
    try {
      hasTown = await prepare(opened);
      workers = await startListening(opened);
    } catch (error) {
      await opened.close();
      if (error instanceof WorkerEnded) return error.code;
      throw error;
    }
    const jobs = startJobs(opened.app.jobs, opened.logger);
    if (!stop.isAsked()) announce(opened, hasTown);
    await stop.asked;
    const { background } = opened.app.deps.database;
    const interrupting = setTimeout(background.interrupt, JOBS_SECONDS * 1000);
    const work = [jobs.stop(), opened.app.http.close(), ...(workers ? [workers.stop()] : [])];
    const isDrained = await drained(Promise.all(work), stop);
    clearTimeout(interrupting);
    if (!isDrained) workers?.kill();
    return end(opened, isDrained);
  },
};

type Stop = ReturnType<typeof listenForStop>;

/** One of several processes that share the port; jobs and the database are the first one's. */
async function answerRequests(opened: Opened, stop: Stop): Promise<number> {
  try {
    await listen(opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
  await stop.asked;
  return end(opened, await drained(opened.app.http.close(), stop));
}

async function drained(work: Promise<unknown>, stop: Stop): Promise<boolean> {
  const all = work.then(() => true);
  return Promise.race([all, stop.askedAgain, falseAfter(DRAIN_SECONDS)]);
}

/** The database is stopped whatever became of the requests. */
async function end(opened: Opened, isDrained: boolean): Promise<number> {
  await opened.close({ isDrained });
  const code = isDrained ? 0 : 1;
  setTimeout(() => process.exit(code), 1000).unref();
  return code;
}

/** This process listens itself, or starts those that do. */
async function startListening(opened: Opened): Promise<Workers | null> {
  const { processes } = opened.settings;
  if (processes === 1) {
    await listen(opened);
    return null;
  }
  return startWorkers(processes, {
    program: join(PROJECT_ROOT, "dist", "server", "main.js"),
    environment: { DATABASE_URL: opened.databaseUrl },
    onLost: (code) =>
      opened.logger.error({ code }, "a process of the server ended and is replaced"),
  });
}

/** Jobs end at their next step; what is in the middle of a long statement loses its connection. */
const JOBS_SECONDS = 1;

function falseAfter(seconds: number): Promise<boolean> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), seconds * 1000).unref();
  });
}

/** Answers whether there is a demo town to tell about. */
async function prepare({ app, settings }: Opened): Promise<boolean> {
  if (settings.operator) await createFirstOperator(app, settings.operator);
  if (settings.demo) return seedDemoTown(app);
  await declineDemoTown(app);
  return false;
}

async function listen({ app, settings }: Opened): Promise<void> {
  try {
    await app.http.listen({ port: settings.port, host: settings.host });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw new UsageError(
      `Port ${settings.port} is taken by another program. Stop it, or choose another: PORT=${settings.port + 1} npm start`,
    );
  }
}

/** The two lines that everybody looks for, in both languages. */
function announce({ settings }: Opened, hasTown: boolean): void {
  const lines = [
    "",
    `  Tongdui 通兑 is ready:  ${settings.origin}`,
    `  Listening on:          http://localhost:${settings.port}`,
    `  API documentation:     ${settings.origin}/api/docs`,
  ];
  if (hasTown) {
    lines.push("", "  Demo logins 演示账号 (password 密码: demo-tongdui-2026)");
    for (const { login, who, page } of demoLogins) {
      lines.push(`    ${login.padEnd(26)} ${who.padEnd(34)} ${settings.origin}${page}`);
    }
  }
  console.log(`${lines.join("\n")}\n`);
}

const PARENT_EVERY_MILLISECONDS = 250;

/**
 * Listens from the first moment, so that no signal ends this process before its database. Started by
 * npm, the end of npm is a signal, too: npm may be ended without handing the signal on.
 */
function listenForStop() {
  let count = 0;
  let ask = (): void => undefined;
  let askAgain: (isOverdue: boolean) => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    ask = resolve;
  });
  const askedAgain = new Promise<boolean>((resolve) => {
    askAgain = resolve;
  });
  const onSignal = () => {
    count += 1;
    if (count === 1) ask();
    else askAgain(false);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, onSignal);
  if (process.env.npm_lifecycle_event !== undefined) watchParent(ask);
  return { asked, askedAgain, isAsked: () => count > 0 };
}

function watchParent(onEnd: () => void): void {
  const parent = process.ppid;
  const watching = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watching);
    onEnd();
  }, PARENT_EVERY_MILLISECONDS);
  watching.unref();
}
