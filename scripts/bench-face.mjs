// `npm run bench:face`: how well and how fast faces are recognised. Arguments: see bench/README.md.
import { join } from "node:path";
import { prepareFaceModels, prepareFacePhotographs } from "./face-models/prepare.mjs";
import { buildServer, install, root } from "./prepare.mjs";

install();
const args = process.argv.slice(2);
const missing = [prepareFaceModels(), ...(args.length === 0 ? [prepareFacePhotographs()] : [])];
for (const why of missing.filter((reason) => reason !== null)) console.error(why);
if (args.length === 0) await buildServer();
const { register } = await import("tsx/esm/api");
register();
const { runFaceBench } = await import(join(root, "bench", "face", "main.ts"));
await runFaceBench(args);
