// `npm test`: everything. Arguments go to vitest, e.g. `npm test -- --project postgres`.
import { ensureChromium } from "./chromium.mjs";
import { prepareFaceModels, prepareFacePhotographs } from "./face-models/prepare.mjs";
import { ensureNginx } from "./nginx.mjs";
import { build, install } from "./prepare.mjs";
import { finish, report, runCheck, runVitest, staticChecks } from "./steps.mjs";

install();
await build();
const faces = prepareFaces();
const browser = findTool("browser for the browser tests", "CHROMIUM", ensureChromium);
const nginx = findTool("nginx for the proxy tests", "NGINX", ensureNginx);
const projects = browser.failed > 0 ? ["--project", "!browser"] : [];
finish([
  faces,
  browser,
  nginx,
  ...staticChecks.map(runCheck),
  runVitest([...projects, ...process.argv.slice(2)]),
]);

function prepareFaces() {
  const started = performance.now();
  const missing = [prepareFaceModels(), prepareFacePhotographs()].filter((why) => why !== null);
  if (missing.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  console.error(missing.join("\n"));
  report(false, "models and photographs for the tests of faces", started);
  return { passed: 0, failed: 1, skipped: 0 };
}

function findTool(name, variable, ensure) {
  const started = performance.now();
  try {
    process.env[variable] = ensure();
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    console.error(error.message);
    report(false, name, started);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
