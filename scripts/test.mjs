// `npm test`: everything. Arguments go to vitest, e.g. `npm test -- --project postgres`.
import { ensureChromium } from "./chromium.mjs";
import { build, install } from "./prepare.mjs";
import { finish, report, runCheck, runVitest, staticChecks } from "./steps.mjs";

install();
await build();
const browser = findBrowser();
const projects = browser.failed > 0 ? ["--project", "!browser"] : [];
finish([
  browser,
  ...staticChecks.map(runCheck),
  runVitest([...projects, ...process.argv.slice(2)]),
]);

function findBrowser() {
  const started = performance.now();
  try {
    process.env.CHROMIUM = ensureChromium();
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    console.error(error.message);
    report(false, "browser for the browser tests", started);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
