#!/usr/bin/env node
// The command line: `node scripts/tongdui.mjs audit`, `… import`, `… migrate`, `… seed`.
import { buildServer, install } from "./prepare.mjs";
import { runMain } from "./run-main.mjs";

install();
await buildServer();
await runMain(process.argv.slice(2));
