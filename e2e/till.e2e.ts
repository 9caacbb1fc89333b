import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  DESKTOP,
  PHONE,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import { type LosingProxy, startLosingProxy } from "./support/losing-proxy.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { textsOf } from "./support/texts.ts";

// A cashier sells while the network loses answers, keys are pressed twice and pages are reloaded. What
// counts is what the server has: one receipt for each sale.

const t = textsOf("en");
const PASSWORD = "demo-tongdui-2026";
const NOODLES = "6900001000011";
const UNKNOWN = "4006381333931";

type Receipt = { receiptNumber: string; amount: number; lines: { quantity: number }[] };

let data: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let server: Started;
let proxy: LosingProxy;
let visitors: Visitor[] = [];
beforeAll(async () => {
  data = await temporaryDataDirectory();
  server = await startServer({ dataDirectory: data.path });
  proxy = await startLosingProxy({
    target: server.origin,
    matches: (method, path) => method === "POST" && /\/shops\/[^/]+\/sales$/.test(path),
  });
});
afterEach(async ({ task }) => {
  for (const [index, { page }] of visitors.entries()) {
    if (task.result?.state === "fail") {
      await photograph(page, `failed-${task.name.replace(/\W+/g, "-")}-${index}`);
    }
  }
  for (const visitor of visitors) await visitor.close();
  visitors = [];
});
afterAll(async () => {
  await proxy.stop();
  await server.stop();
  await data.remove();
});

async function openTill(
  as: { login?: string; viewport?: typeof PHONE | typeof DESKTOP } = {},
): Promise<Page> {
  const { login = "till@tongdui.demo", viewport = DESKTOP } = as;
  const visitor = await visit({ origin: proxy.origin, locale: "en", viewport });
  visitors.push(visitor);
  const { page } = visitor;
  await page.goto("/shop/till");
  await page.getByLabel(t("common.signIn.login")).fill(login);
  await page.getByLabel(t("common.signIn.password")).fill(PASSWORD);
  await page.getByRole("button", { name: t("common.signIn.submit") }).click();
  await entryOf(page).waitFor();
  return page;
}

const entryOf = (page: Page) => page.getByLabel(t("shop.till.entry"), { exact: true });
const receiptOf = (page: Page) => page.getByRole("region", { name: t("shop.till.receipt") });
const quantityOf = (page: Page) =>
  receiptOf(page)
    .getByLabel(/^Quantity of /)
    .first();

/** As a scanner does: the digits and Enter, wherever the focus is. */
async function scan(page: Page, code: string): Promise<void> {
  await page.keyboard.type(code);
  await page.keyboard.press("Enter");
}

async function shopReceipts(page: Page): Promise<Receipt[]> {
  const session = await (await page.request.get("/api/v1/sessions/current")).json();
  const [{ organisationId }] = session.memberships as [{ organisationId: string }];
  const answer = await page.request.get(`/api/v1/shops/${organisationId}/sales?limit=100`);
  return ((await answer.json()) as { items: Receipt[] }).items;
}

async function paying(page: Page): Promise<void> {
  await page.getByRole("button", { name: t("shop.till.pay.submit") }).waitFor();
}

async function basketOf(page: Page, quantity: number): Promise<void> {
  await scan(page, `${quantity}*`);
  await scan(page, NOODLES);
  await expect.poll(() => quantityOf(page).inputValue()).toBe(String(quantity));
}

let before: number;
let made: (page: Page) => Promise<Receipt[]>;
beforeEach(() => {
  before = -1;
  proxy.loseAnswers(false);
  proxy.seen.length = 0;
  made = async (page) => {
    const receipts = await shopReceipts(page);
    return receipts.slice(0, receipts.length - before);
  };
});

async function start(as?: Parameters<typeof openTill>[0]): Promise<Page> {
  const page = await openTill(as);
  before = (await shopReceipts(page)).length;
  return page;
}

describe("one receipt for each sale", () => {
  test("three Enters make a sale, and an identical one right after is a new receipt", async () => {
    const page = await start();
    for (const _ of [1, 2]) {
      await scan(page, NOODLES);
      await quantityOf(page).waitFor();
      await page.keyboard.press("Enter");
      await paying(page);
      await page.keyboard.press("Enter");
      await page.getByText(t("shop.till.done.title"), { exact: true }).waitFor();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    const receipts = await made(page);
    expect(new Set(receipts.map(({ receiptNumber }) => receiptNumber)).size).toBe(2);
  });

  test("cleared storage, the answer lost, Escape, Enter, Enter", async () => {
    const page = await start();
    await page.evaluate(() => localStorage.clear());
    await basketOf(page, 2);
    await page.keyboard.press("Enter");
    await paying(page);
    proxy.loseAnswers(true);
    await page.keyboard.press("Enter");
    await page.getByText(t("shop.till.waiting.explain")).first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    proxy.loseAnswers(false);
    await page
      .getByText(/is recorded$|^Recorded$/)
      .first()
      .waitFor();
    const receipts = await made(page);
    expect(receipts.map(({ lines }) => lines[0]?.quantity)).toEqual([2]);
    expect(new Set(proxy.seen.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
    expect(proxy.seen.length).toBeGreaterThan(1);
  });

  test("two Enters at once record once", async () => {
    const page = await start();
    await basketOf(page, 3);
    await page.keyboard.press("Enter");
    await paying(page);
    await page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>("[role='dialog'] form");
      form?.requestSubmit();
      form?.requestSubmit();
    });
    await page.getByText(t("shop.till.done.title"), { exact: true }).waitFor();
    expect(await made(page)).toHaveLength(1);
  });

  test("a reload while the answer is missing finishes the sale", async () => {
    const page = await start();
    await basketOf(page, 4);
    await page.keyboard.press("Enter");
    await paying(page);
    proxy.loseAnswers(true);
    await page.keyboard.press("Enter");
    await page.getByText(t("shop.till.waiting.explain")).first().waitFor();
    proxy.loseAnswers(false);
    await page.reload();
    await page.getByText(/is recorded$/).waitFor();
    const receipts = await made(page);
    expect(receipts.map(({ lines }) => lines[0]?.quantity)).toEqual([4]);
    await expect(receiptOf(page).getByText(t("shop.till.emptyBasket")).count()).resolves.toBe(1);
    expect(await accessibilityFaults(page)).toEqual([]);
  });

  test("two tabs that sell at once use two numbers", async () => {
    const page = await start();
    const other = await page.context().newPage();
    await other.goto("/shop/till");
    await entryOf(other).waitFor();
    for (const tab of [page, other]) {
      await tab.bringToFront();
      await basketOf(tab, 5);
      await tab.keyboard.press("Enter");
      await paying(tab);
    }
    await Promise.all(
      [page, other].map((tab) =>
        tab.getByRole("button", { name: t("shop.till.pay.submit") }).click(),
      ),
    );
    for (const tab of [page, other]) {
      await tab.getByText(t("shop.till.done.title"), { exact: true }).waitFor();
    }
    const receipts = await made(page);
    expect(new Set(receipts.map(({ receiptNumber }) => receiptNumber)).size).toBe(2);
  });

  test("a browser that keeps nothing says so, and sells", async () => {
    const visitor = await visit({ origin: proxy.origin, locale: "en", viewport: DESKTOP });
    visitors.push(visitor);
    const { page } = visitor;
    await page.addInitScript(() => {
      Object.defineProperty(window, "indexedDB", { value: undefined });
    });
    await page.goto("/shop/till");
    await page.getByLabel(t("common.signIn.login")).fill("till@tongdui.demo");
    await page.getByLabel(t("common.signIn.password")).fill(PASSWORD);
    await page.getByRole("button", { name: t("common.signIn.submit") }).click();
    await page.getByText(t("shop.till.notDurable")).waitFor();
    before = (await shopReceipts(page)).length;
    await basketOf(page, 6);
    await page.keyboard.press("Enter");
    await paying(page);
    proxy.loseAnswers(true);
    await page.keyboard.press("Enter");
    await page.getByText(t("shop.till.waiting.explain")).first().waitFor();
    proxy.loseAnswers(false);
    await page.getByText(t("shop.till.done.title"), { exact: true }).waitFor();
    expect(await made(page)).toHaveLength(1);
  });
});

describe("keys and what was typed", () => {
  test("Enter after a click on a tile checks out", async () => {
    const page = await start();
    await page.getByRole("button", { name: /^Add / }).first().click();
    await quantityOf(page).waitFor();
    await page.keyboard.press("Enter");
    await paying(page);
    expect(await quantityOf(page).inputValue()).toBe("1");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await receiptOf(page)
      .getByRole("button", { name: t("common.action.increase") })
      .click();
    await page.keyboard.press("Enter");
    await paying(page);
    expect(await quantityOf(page).inputValue()).toBe("2");
  });

  test("a scan after + is one more and the product scanned", async () => {
    const page = await start();
    await scan(page, NOODLES);
    await quantityOf(page).waitFor();
    await page.keyboard.type("+");
    await scan(page, NOODLES);
    await expect.poll(() => quantityOf(page).inputValue()).toBe("3");
    expect(await entryOf(page).inputValue()).toBe("");
  });

  test("the basket outlives a reload and other pages, and goes at sign-out", async () => {
    const page = await start({ login: "noodles@tongdui.demo" });
    await basketOf(page, 7);
    await page.getByRole("link", { name: t("shop.nav.receipts") }).click();
    await page.getByRole("heading", { name: t("shop.receipts.title") }).waitFor();
    await page.getByRole("link", { name: t("shop.nav.till") }).click();
    await expect.poll(() => quantityOf(page).inputValue()).toBe("7");
    await page.reload();
    await page.getByText(t("shop.till.restored")).waitFor();
    expect(await quantityOf(page).inputValue()).toBe("7");
    await page.getByRole("button", { name: t("common.signIn.signOut") }).click();
    await page.getByLabel(t("common.signIn.login")).fill("noodles@tongdui.demo");
    await page.getByLabel(t("common.signIn.password")).fill(PASSWORD);
    await page.getByRole("button", { name: t("common.signIn.submit") }).click();
    await receiptOf(page).getByText(t("shop.till.emptyBasket")).waitFor();
  });

  test("an unknown barcode is named as such, and can be added", async () => {
    const page = await start({ login: "noodles@tongdui.demo" });
    await scan(page, UNKNOWN);
    await page.getByText(t("shop.till.unknownBarcode", { barcode: UNKNOWN })).waitFor();
    expect(await page.getByText(t("shop.till.customerExpired")).count()).toBe(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: t("shop.till.unknownBarcodeAdd") }).click();
    const sheet = page.getByRole("dialog");
    expect(await sheet.getByLabel(t("shop.products.barcode")).inputValue()).toBe(UNKNOWN);
    await sheet.getByLabel(t("shop.products.name")).fill("Marker");
    await sheet.getByLabel(t("shop.products.price")).fill("3.50");
    await sheet.getByRole("button", { name: t("common.action.save") }).click();
    await receiptOf(page).getByText("Marker").waitFor();
  });
});

describe("a form in a sheet", () => {
  const nameOf = (page: Page) =>
    page.getByRole("textbox", { name: t("shop.products.name"), exact: true });

  async function halfFilled(page: Page) {
    await page.goto("/shop/products");
    await page.getByRole("button", { name: t("shop.products.add") }).click();
    await nameOf(page).fill("Half");
  }

  test("is not thrown away by Escape or back, unless the person says so", async () => {
    const page = await start({ login: "noodles@tongdui.demo" });
    await halfFilled(page);
    const question = page.getByText(t("common.unsaved.title"));
    for (const leave of [() => page.keyboard.press("Escape"), () => page.goBack()]) {
      await leave();
      await question.waitFor();
      await page.getByRole("button", { name: t("common.unsaved.keep") }).click();
      await question.waitFor({ state: "detached" });
      expect(await nameOf(page).inputValue()).toBe("Half");
    }
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: t("common.unsaved.discard") }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/shop/products");
  });

  test("that is empty closes with back, which stays on the page", async () => {
    const page = await start({ login: "noodles@tongdui.demo", viewport: PHONE });
    await page.goto("/shop/products");
    await page.getByRole("button", { name: t("shop.products.add") }).click();
    await page.getByRole("dialog").waitFor();
    await page.waitForFunction(() => history.state?.sheets === 1);
    await page.goBack();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/shop/products");
    await page.getByRole("heading", { name: t("shop.products.title") }).waitFor();
  });
});
