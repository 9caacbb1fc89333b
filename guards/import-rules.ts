import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Who may import whom. Every rule has a line in guards/fixtures/imports that it must refuse. Tests
 * may import anything, and the kernel is for everybody.
 *
 * Paths are regular expressions over the path from the root; a package is `package:<name>`, a
 * module of Node `node:<name>`. `$1` in `to` is what the first group of `from.path` matched.
 */
export type ImportRule = {
  name: string;
  /** What to do instead. */
  comment: string;
  from: { path: string; except?: string };
  to: { path: string; except?: readonly string[] };
  /** Whether `import type` is free: types vanish before anything runs. */
  allowsTypes?: true;
};

const TESTS = String.raw`\.(test|e2e|fixture)\.tsx?$|(^|/)testing/`;
/** What other modules may import of a module: its door, and the shapes of its wire. */
const DOORS = String.raw`^src/[^/]+/(index|contract)\.ts$`;

/** `folder` imports of src only itself and what `may` matches. */
function layer(folder: string, may: string, comment: string): ImportRule {
  return {
    name: `${folder}-imports`,
    comment,
    from: { path: `^src/${folder}/`, except: TESTS },
    to: { path: "^src/", except: [`^src/(${folder}|${may})/`] },
  };
}

const layers: ImportRule[] = [
  {
    name: "kernel-imports-nothing",
    comment: "The kernel is pure: no module of ours, no package, and Node only in ids.ts.",
    from: { path: "^src/kernel/", except: `${TESTS}|/ids\\.ts$` },
    to: { path: "", except: ["^src/kernel/"] },
  },
  layer("platform", "kernel", "The platform knows no module: pass what it needs as an argument."),
  layer("ledger", "kernel|platform", "The ledger knows no module that posts to it."),
  layer("identity", "kernel|platform|ledger", "Identity knows people, not shops or points."),
  layer("merchants", "kernel|platform|ledger|identity", "Merchants know identity and the ledger."),
  layer(
    "earning",
    "kernel|platform|ledger|identity|merchants",
    "Earning, exchange and mall do not know each other: let app.ts pass a function, or emit an event.",
  ),
  layer(
    "exchange",
    "kernel|platform|ledger|identity|merchants",
    "Earning, exchange and mall do not know each other: let app.ts pass a function, or emit an event.",
  ),
  layer(
    "mall",
    "kernel|platform|ledger|identity|merchants|exchange",
    "The mall knows exchange's quote, but not earning: let app.ts pass a function, or emit an event.",
  ),
  layer(
    "incentives",
    "kernel|platform|ledger|identity|merchants",
    "Incentives listen to events; they do not call the modules that emit them.",
  ),
];

const doors: ImportRule[] = [
  {
    name: "modules-through-their-door",
    comment: "Import index.ts (or contract.ts) of the module, and export there what others need.",
    from: { path: "^src/([^/]+)/", except: TESTS },
    to: { path: "^src/(?!kernel/|platform/|testing/)[^/]+/", except: ["^src/$1/", DOORS] },
  },
  {
    name: "root-through-doors",
    comment: "app.ts and main.ts compose modules by their index.ts.",
    from: { path: String.raw`^src/[^/]+\.ts$`, except: TESTS },
    to: {
      path: "^src/[^/]+/",
      except: [DOORS, "^src/(kernel|platform|commands|testing)/"],
    },
  },
  {
    name: "nobody-imports-listeners",
    comment: "Incentives, settlement and insights are known to app.ts only: emit an event instead.",
    from: {
      path: "^src/[^/]+/",
      except: `^src/(incentives|settlement|insights|commands|demo)/|${TESTS}`,
    },
    to: { path: "^src/(incentives|settlement|insights)/" },
  },
  {
    name: "embedded-postgres-through-its-door",
    comment: "Import embedded-postgres/index.ts.",
    from: { path: "^src/", except: `^src/platform/embedded-postgres/|${TESTS}` },
    to: {
      path: "^src/platform/embedded-postgres/",
      except: ["^src/platform/embedded-postgres/index\\.ts$"],
    },
  },
];

const purity: ImportRule[] = [
  {
    name: "decisions-are-pure",
    comment: "A decision imports the kernel and its own module; of others, types alone.",
    from: { path: "^src/([^/]+)/.*(decide-|rules/)", except: TESTS },
    to: { path: "^src/", except: ["^src/kernel/", "^src/$1/"] },
    allowsTypes: true,
  },
  {
    name: "decisions-do-no-input-or-output",
    comment: "A decision gets its facts as arguments: no store, no Node module.",
    from: { path: "^src/.*(decide-|rules/)", except: TESTS },
    to: { path: String.raw`\.store\.ts$|^node:` },
    allowsTypes: true,
  },
];

const AREAS = "mall|shop|seller|operator";

const web: ImportRule[] = [
  {
    name: "web-areas-are-apart",
    comment: "What two areas need lives in web/ui, web/api, web/i18n or web/camera.",
    from: { path: `^web/(${AREAS})/`, except: TESTS },
    to: { path: "^web/", except: ["^web/$1/", "^web/(ui|api|i18n|camera)/"] },
  },
  {
    name: "web-shared-knows-no-area",
    comment: "Shared web code gets what differs as an argument.",
    from: { path: `^web/(?!(${AREAS})/)`, except: TESTS },
    to: { path: `^web/(${AREAS})/` },
  },
  {
    name: "web-imports-no-server-code",
    comment: "Pages import src/kernel, a module's limits.ts, and types of a contract.ts.",
    from: { path: "^web/", except: TESTS },
    to: { path: "^src/", except: ["^src/kernel/", String.raw`/(contract|limits)\.ts$`] },
  },
  {
    name: "web-imports-types-of-contracts",
    comment: "Import contracts with `import type`: their schemas would end up in the page.",
    from: { path: "^web/", except: TESTS },
    to: { path: String.raw`^src/.*/contract\.ts$` },
    allowsTypes: true,
  },
  {
    name: "server-imports-no-page",
    comment: "The server does not import pages.",
    from: { path: "^src/", except: TESTS },
    to: { path: "^web/" },
  },
];

const hygiene: ImportRule[] = [
  {
    name: "the-model-knows-no-code",
    comment:
      "The simulation's model judges the product by its rules, not by its own code: write them again.",
    from: { path: "^simulation/(model|operations)/" },
    to: { path: "^(src|web)/" },
  },
  {
    name: "test-helpers-in-tests-only",
    comment: "Code that runs in production imports no test helper.",
    from: { path: "^(src|web)/", except: TESTS },
    to: { path: String.raw`(^|/)testing/|\.fixture\.tsx?$` },
  },
  {
    name: "the-driver-in-the-platform-only",
    comment:
      "Statements go through platform/db, so that every one is timed, typed and retried alike.",
    from: { path: "^src/(?!platform/)", except: TESTS },
    to: { path: "^package:pg$" },
  },
  {
    name: "no-development-package-in-the-server",
    comment: "Move the package to `dependencies`, or do without it.",
    from: { path: "^src/", except: TESTS },
    to: { path: `^package:(${developmentPackages().join("|")})$` },
    allowsTypes: true,
  },
];

export const importRules: readonly ImportRule[] = [
  ...layers,
  ...doors,
  ...purity,
  ...web,
  ...hygiene,
];

function developmentPackages(): string[] {
  const manifest = readFileSync(join(import.meta.dirname, "..", "package.json"), "utf8");
  return Object.keys(JSON.parse(manifest).devDependencies);
}
