import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  accessibilityFaults,
  type DESKTOP,
  PHONE,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { textsOf } from "./support/texts.ts";

// What a person sees when the network or a deployment takes the code of a page away.

const t = textsOf("en");

let data: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let server: Started;
let visitor: Visitor | null = null;
beforeAll(async () => {
  data = await temporaryDataDirectory();
  server = await startServer({ dataDirectory: data.path });
});
afterEach(async () => {
  await visitor?.close();
  visitor = null;
});
afterAll(async () => {
  await server.stop();
  await data.remove();
});

async function arrive(path: string, viewport: typeof PHONE | typeof DESKTOP = PHONE) {
  visitor = await visit({ origin: server.origin, locale: "en", viewport });
  await visitor.page.goto(path);
  return visitor;
}

/** The service worker has everything, and is in charge. */
async function waitUntilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
    );
  });
}

const nav = (page: Page, name: string) =>
  page.getByRole("navigation").getByRole("link", { name, exact: true });

test("without a network a tab that was never opened opens", async () => {
  const { page, context } = await arrive("/");
  await page.getByRole("heading", { name: t("mall.home.all") }).waitFor();
  await waitUntilKept(page);
  await context.setOffline(true);
  await nav(page, t("mall.nav.orders")).click();
  await page.getByLabel(t("mall.signIn.login")).waitFor();
  await photograph(page, "shell/offline-tab");
  expect(await accessibilityFaults(page)).toEqual([]);
});

test.each(["/", "/cart", "/shop/till", "/seller", "/operator/approvals"])(
  "%s is loaded without a network, once a page of the address was open",
  async (path) => {
    const { page, context } = await arrive("/");
    await waitUntilKept(page);
    await context.setOffline(true);
    await page.goto(path);
    await page.getByRole("main").waitFor();
    await page.getByText(t("common.offline.title")).waitFor();
    expect((await page.getByRole("main").innerText()).trim()).not.toBe("");
    await photograph(page, `shell/offline${path.replaceAll("/", "-")}`);
  },
);

test("the API is never answered from the device", async () => {
  const { page, context } = await arrive("/");
  await waitUntilKept(page);
  await context.setOffline(true);
  const answer = await page.evaluate(() =>
    fetch("/api/v1/mall/products").then(
      () => "answered",
      () => "no network",
    ),
  );
  expect(answer).toBe("no network");
});

/** As after a deployment: the files of the version that this tab runs are gone. */
async function loseCode(page: Page, files: RegExp): Promise<() => Promise<void>> {
  const lose = (route: { fulfill(answer: { status: number }): Promise<void> }) =>
    route.fulfill({ status: 404 });
  await page.route(files, lose);
  return () => page.unroute(files, lose);
}

async function arriveWithoutServiceWorker() {
  visitor = await visit({ origin: server.origin, locale: "en", viewport: PHONE, keep: false });
  return visitor.page;
}

test("a page whose code is gone says so in its place, and loads when it is there again", async () => {
  const page = await arriveWithoutServiceWorker();
  await page.goto("/");
  await page.getByRole("heading", { name: t("mall.home.all") }).waitFor();
  const giveBack = await loseCode(page, /\/assets\/cart-page-/);
  await page.getByRole("link", { name: /cart/i }).first().click();
  await page.getByText(t("common.error.notLoaded")).waitFor();
  await photograph(page, "shell/code-gone");
  expect(await accessibilityFaults(page)).toEqual([]);
  // Another page works at once.
  await nav(page, t("mall.nav.home")).click();
  await page.getByRole("heading", { name: t("mall.home.all") }).waitFor();
  await page.getByRole("link", { name: /cart/i }).first().click();
  await page.getByText(t("common.error.notLoaded")).waitFor();
  await giveBack();
  await page.getByRole("button", { name: t("common.action.reload") }).click();
  await page.getByRole("heading", { name: t("mall.cart.title") }).waitFor();
});

test("a page that cannot start at all says so in both languages", async () => {
  const page = await arriveWithoutServiceWorker();
  const giveBack = await loseCode(page, /\/assets\/.*\.js/);
  await page.goto("/");
  await page.getByRole("heading", { name: "页面未能加载" }).waitFor();
  await page.getByRole("heading", { name: "The page did not load" }).waitFor();
  await photograph(page, "shell/not-started");
  expect(await page.getByRole("button").allInnerTexts()).toEqual(["重新加载", "Reload"]);
  await giveBack();
  await page.getByRole("button", { name: "Reload" }).click();
  await page.getByRole("heading", { name: t("mall.home.all") }).waitFor();
});

test("every page of the mall names its tab", async () => {
  const { page } = await arrive("/");
  const titles: string[] = [];
  for (const path of ["/", "/cart", "/wallet", "/orders", "/me", "/products/none"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
    titles.push(await page.title());
  }
  expect(titles[0]).toBe(`${t("mall.title")} · ${t("common.brand")}`);
  expect(titles[1]).toBe(`${t("mall.cart.title")} · ${t("common.brand")}`);
  expect(titles.at(-1)).toContain(t("mall.product.notFound"));
  expect(titles.every((title) => title.endsWith(t("common.brand")))).toBe(true);
});
