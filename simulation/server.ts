import { pino } from "pino";
import { createApp } from "../src/app.ts";
import { createFirstOperator } from "../src/demo/index.ts";
import { type Clock, instant } from "../src/kernel/clock.ts";
import { openDatabase } from "../src/platform/db/database.ts";
import { startJobs } from "../src/platform/jobs/jobs.ts";
import type { FromServer, ServerOptions, ToServer } from "./machinery/messages.ts";

/**
 * The server under simulation: the production composition in a process of its own. Three things are
 * the simulation's: the clock stands where it is told, jobs come round every second instead of every
 * minute (in lockstep: when told), and it tells when it has answered a request, so that the world
 * knows when a request whose client hung up is over.
 */
const options = JSON.parse(process.env.SIMULATED_SERVER ?? "") as ServerOptions;
const JOBS_EVERY_SECONDS = 1;

let now = options.now;
const clock: Clock = { now: () => instant(now) };
const logger = pino({ level: "error" }, pino.destination(2));
const database = openDatabase(options.databaseUrl);
const app = await createApp({
  database,
  clock,
  logger,
  origin: options.origin,
  secret: Buffer.alloc(32, 7),
  checkAnswers: true,
});
const send = (message: FromServer) => process.connected && process.send?.(message);

app.http.addHook("onSend", async (request) => {
  const name = request.headers["x-simulated-request"];
  if (typeof name === "string") send({ kind: "answered", request: name });
});
if (options.operator) await createFirstOperator(app, options.operator);
await app.http.listen({ port: options.port, host: "127.0.0.1" });
const jobs = options.jobsRun
  ? startJobs(
      app.jobs.map((job) => ({ ...job, everySeconds: JOBS_EVERY_SECONDS })),
      // A job that fails because its connection was cut is tried at its next turn.
      pino({ level: "silent" }),
    )
  : null;

process.on("message", (message: ToServer) => void obey(message));
// Whoever owns this process is gone: nobody will ever ask it anything again.
process.once("disconnect", () => process.exit(0));
process.once("SIGTERM", () => void leave());
send({ kind: "ready" });

async function obey(message: ToServer): Promise<void> {
  if (message.kind === "clock") {
    now = message.now;
    send({ kind: "done", of: message.of });
    return;
  }
  try {
    for (const job of app.jobs) await job.run(new AbortController().signal);
    send({ kind: "done", of: message.of });
  } catch (error) {
    send({ kind: "failed", of: message.of, because: (error as Error).message });
  }
}

/** As production does it: what has begun is finished. */
async function leave(): Promise<never> {
  await Promise.all([jobs?.stop(), app.http.close()]);
  await database.close();
  process.exit(0);
}
