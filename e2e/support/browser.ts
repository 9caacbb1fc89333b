import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** Where the pictures go, for a person to look at after a run. */
const SCREENSHOTS = join(import.meta.dirname, "../../test-output/screenshots");
/** What Chromium needs to run as root in a closed network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { width: 390, height: 844 } as const;
export const DESKTOP = { width: 1280, height: 860 } as const;

export type Visitor = {
  readonly context: BrowserContext;
  readonly page: Page;
  close(): Promise<void>;
};

/** What stands in front of the browser: a film, Chromium's own pattern, a camera nobody allows, or none. */
export type Camera = { readonly film: string } | "pattern" | "refused" | "missing";

function cameraFlags(camera: Camera | undefined): string[] {
  if (camera === undefined) return [];
  const isAllowed = camera === "refused" ? [] : ["--use-fake-ui-for-media-stream"];
  const devices = camera === "missing" ? "=device-count=0" : "";
  const fake = `--use-fake-device-for-media-stream${devices}`;
  const film =
    typeof camera === "object" ? [`--use-file-for-fake-video-capture=${camera.film}`] : [];
  return [fake, ...isAllowed, ...film];
}

/** One person at one device: a browser of their own, with nothing remembered. */
export async function visit(options: {
  origin: string;
  locale: "zh-CN" | "en";
  viewport: { width: number; height: number };
  theme?: "light" | "dark";
  camera?: Camera;
  /** False: the browser runs no service worker, so that a test can lose files on their way. */
  keep?: boolean;
}): Promise<Visitor> {
  const profile = await mkdtemp(join(tmpdir(), "tongdui-chromium-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    headless: true,
    args: [...FLAGS, ...cameraFlags(options.camera)],
    locale: options.locale,
    viewport: options.viewport,
    colorScheme: options.theme ?? "light",
    baseURL: options.origin,
    serviceWorkers: options.keep === false ? "block" : "allow",
  });
  context.setDefaultTimeout(20_000);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Gives the page a device with a fingerprint reader whose owner always puts the finger on it. */
export async function addVirtualAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** Keeps a picture of the page, whole. */
export async function photograph(page: Page, name: string): Promise<void> {
  const path = join(SCREENSHOTS, `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, animations: "disabled" });
}

/** What axe finds wrong with the page as it is now, by WCAG 2.2 AA; one line a rule and place. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}
