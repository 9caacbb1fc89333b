// `npm start`: install, build, serve.
import { prepareFaceModels } from "./face-models/prepare.mjs";
import { build, install } from "./prepare.mjs";
import { runMain } from "./run-main.mjs";

install();
await build();
const missing = prepareFaceModels();
if (missing !== null) console.error(`Face verification is unavailable: ${missing}`);
await runMain(["serve", ...process.argv.slice(2)]);
