// `npm run check`: the fast inner loop. No database, no browser.
import { install } from "./prepare.mjs";
import { finish, runCheck, runVitest, staticChecks } from "./steps.mjs";

install();
finish([...staticChecks.map(runCheck), runVitest(["--project", "unit", ...process.argv.slice(2)])]);
