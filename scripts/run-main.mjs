import { join } from "node:path";
import { root } from "./prepare.mjs";

/**
 * Runs src/main.ts in this very process: whoever signals the script reaches the server's own
 * graceful shutdown.
 */
export async function runMain(args) {
  const { register } = await import("tsx/esm/api");
  register();
  const main = join(root, "src", "main.ts");
  process.argv = [process.execPath, main, ...args];
  await import(main);
}
