import { startEmbeddedPostgres } from "../embedded-postgres/index.ts";

/**
 * A program, run by the embedded database's own tests: starts it on the directory given as argument,
 * writes `ready <url>` and stays until it is signalled, or killed.
 */
try {
  const server = await startEmbeddedPostgres({
    dataDirectory: process.argv[2] ?? "",
    log: (line) => console.log(`log ${line}`),
  });
  process.once("SIGTERM", () => void server.stop());
  console.log(`ready ${server.url}`);
} catch (error) {
  console.log(`failed ${(error as Error).message}`);
  process.exitCode = 1;
}
