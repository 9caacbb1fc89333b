import { createFirstOperator, declineDemoTown, demoLogins, seedDemoTown } from "../demo/index.ts";
import { startJobs } from "../platform/jobs/jobs.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";
import { type Opened, open } from "./open.ts";

/** How long a request in flight may take to end once the server was told to stop. */
const DRAIN_SECONDS = 20;

export const serve: Command = {
  summary: "Start the server.",
  usage: "tongdui serve",
  async run() {
    const opened = await open({ beside: false });
    let hasTown = false;
    try {
      hasTown = await prepare(opened);
      await listen(opened);
    } catch (error) {
      await opened.close();
      throw error;
    }
    const jobs = startJobs(opened.app.jobs, opened.logger);
    announce(opened, hasTown);
    await stopSignal();
    setTimeout(() => process.exit(1), DRAIN_SECONDS * 1000).unref();
    await Promise.all([jobs.stop(), opened.app.http.close()]);
    await opened.close();
    return 0;
  },
};

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

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
