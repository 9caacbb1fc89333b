#!/usr/bin/env node
// The command line: `node scripts/tongdui.mjs audit`, `… import`, `… migrate`, `… seed`.
import { install } from "./prepare.mjs";
import { runMain } from "./run-main.mjs";

install();
await runMain(process.argv.slice(2));
