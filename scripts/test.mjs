// `npm test`: everything. `npm test -- src/earning/sales.pg.test.ts`: that file or folder alone, with
// what it needs. Other arguments go to vitest, e.g. `npm test -- --project postgres`.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { prepareFaceModels, prepareFacePhotographs } from "./face-models/prepare.mjs";
import { ensureNginx } from "./nginx.mjs";
import { build, install, root } from "./prepare.mjs";
import { finish, report, runCheck, runVitest, staticChecks } from "./steps.mjs";

const given = process.argv.slice(2);
const paths = given.filter((one) => !one.startsWith("-") && existsSync(join(root, one)));

install();
if (paths.length > 0) {
  await runSome();
  process.exit();
}
await build();
const faces = prepareFaces();
const browser = findTool("browser for the browser tests", "CHROMIUM", ensureChromium);
const nginx = findTool("nginx for the proxy tests", "NGINX", ensureNginx);
const projects = browser.failed > 0 ? ["--project", "!browser"] : [];
finish([faces, browser, nginx, ...staticChecks.map(runCheck), runVitest([...projects, ...given])]);

/** Without static checks, and without the tools of tests that are not among these. */
async function runSome() {
  const some = (pattern) => paths.some((path) => pattern.test(path));
  const tools = [];
  if (some(/^(\.\/)?e2e/)) {
    await build();
    tools.push(findTool("browser for the browser tests", "CHROMIUM", ensureChromium));
  }
  if (some(/^(\.\/)?(e2e|simulation)|models\.test\.ts$/)) tools.push(prepareFaces());
  if (some(/app\.proxy/)) tools.push(findTool("nginx for the proxy tests", "NGINX", ensureNginx));
  finish([...tools, runVitest(given)]);
}

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
