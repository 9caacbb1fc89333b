// `npm run bench`: how fast the ledger is, in ratios. Arguments: see bench/README.md.
import { join } from "node:path";
import { buildServer, install, root } from "./prepare.mjs";

install();
await buildServer();
const { register } = await import("tsx/esm/api");
register();
const { runBench } = await import(join(root, "bench", "ledger", "main.ts"));
await runBench(process.argv.slice(2));
