import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./prepare.mjs";

/**
 * Runs the built src/main.ts in this very process: whoever signals the script reaches the server's own
 * graceful shutdown.
 */
export async function runMain(args) {
  const main = join(root, "dist", "server", "main.js");
  process.argv = [process.execPath, main, ...args];
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(main));
}
