// `npm start`: install, build, serve.
import { build, install } from "./prepare.mjs";
import { runMain } from "./run-main.mjs";

install();
await build();
await runMain(["serve", ...process.argv.slice(2)]);
