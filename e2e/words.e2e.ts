import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  DESKTOP,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { type Texts, textsOf } from "./support/texts.ts";

// What people type: amounts that could mean two things are asked for again, names are shown whole.

const PASSWORD = "demo-tongdui-2026";
const FAMILY = "👨‍👩‍👧‍👦";

let data: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let server: Started;
beforeAll(async () => {
  data = await temporaryDataDirectory();
  server = await startServer({ dataDirectory: data.path });
});
afterAll(async () => {
  await server.stop();
  await data.remove();
});

describe.each(["zh-CN", "en"] as const)("in %s", (locale) => {
  const t = textsOf(locale);
  const visitors: Visitor[] = [];
  const broken: string[] = [];

  async function arrive(): Promise<Page> {
    const visitor = await visit({ origin: server.origin, locale, viewport: DESKTOP });
    visitors.push(visitor);
    visitor.page.on("pageerror", (error) => broken.push(error.message));
    return visitor.page;
  }
  /** A picture for people, and axe's verdict. */
  async function look(page: Page, name: string): Promise<void> {
    await page.waitForLoadState("networkidle");
    await photograph(page, `${locale}/${name}`);
    expect(await accessibilityFaults(page), name).toEqual([]);
  }
  afterAll(async () => {
    for (const visitor of visitors) await visitor.close();
    expect(broken).toEqual([]);
  });

  test("a price of 12,50 is asked for again, and 12.50 is saved as it says", async () => {
    const page = await arrive();
    await signIn(page, { t, path: "/shop/products", login: "noodles@tongdui.demo" });
    await page
      .getByRole("button", { name: t("shop.products.add") })
      .first()
      .click();
    const sheet = page.getByRole("dialog");
    const name = `蛋汤 ${locale}`;
    await sheet.getByLabel(t("shop.products.name")).fill(name);
    const price = sheet.getByLabel(t("shop.products.price"));
    const save = sheet.getByRole("button", { name: t("common.action.save") });
    for (const [typed, fault] of [
      ["12,50", "decimal_comma"],
      ["1.234,50", "decimal_comma"],
      ["12.505", "too_many_decimals"],
      ["1,23,4", "not_an_amount"],
    ] as const) {
      await price.fill(typed);
      await save.click();
      await sheet.getByText(t(`common.error.amount.${fault}`)).waitFor();
    }
    await look(page, "words-price");
    await price.fill("１２.５０");
    await save.click();
    await sheet.waitFor({ state: "detached" });
    const row = page.getByRole("row").filter({ hasText: name });
    await row.getByText("¥12.50").waitFor();
    expect(await row.locator("bdi").first().innerText()).toBe(name);
  });

  test("a deposit and a cash part are not guessed either", async () => {
    const operator = await arrive();
    await signIn(operator, { t, path: "/operator/pools", login: "operator@tongdui.demo" });
    await operator.getByLabel(t("operator.pools.shop")).selectOption({ index: 1 });
    await operator.getByLabel(t("operator.pools.reference")).fill("slip 1");
    await operator.getByLabel(t("operator.pools.amount")).fill("1.234,50");
    await operator.getByRole("button", { name: t("operator.pools.submit") }).click();
    await operator.getByText(t("common.error.amount.decimal_comma")).waitFor();
    expect(await operator.getByRole("dialog").count()).toBe(0);
    await look(operator, "words-deposit");

    const seller = await arrive();
    await signIn(seller, { t, path: "/seller/products", login: "tea@tongdui.demo" });
    await seller
      .getByRole("button", { name: t("seller.products.add") })
      .first()
      .click();
    const sheet = seller.getByRole("dialog");
    await sheet.getByLabel(t("seller.products.cash")).fill("12,5");
    await sheet.getByRole("button", { name: t("common.action.save") }).click();
    await sheet.getByText(t("common.error.amount.decimal_comma")).waitFor();
    expect(await sheet.isVisible()).toBe(true);
    await look(seller, "words-cash");
  });

  test("an avatar shows the whole first character of a name", async () => {
    const page = await arrive();
    const answer = await page.request.post("/api/v1/customers", {
      data: {
        email: `family-${locale}@example.com`,
        password: "a quiet street at noon",
        displayName: `${FAMILY} Li`,
      },
    });
    expect(answer.status()).toBe(201);
    await page.goto("/me");
    await page.getByText(FAMILY, { exact: true }).waitFor();
    await look(page, "words-me");
    expect(await page.locator("h2 bdi").first().innerText()).toBe(`${FAMILY} Li`);
  });
});

async function signIn(page: Page, to: { t: Texts; path: string; login: string }): Promise<void> {
  const { t, path, login } = to;
  await page.goto(path);
  await page.getByLabel(t("common.signIn.login")).fill(login);
  await page.getByLabel(t("common.signIn.password")).fill(PASSWORD);
  await page.getByRole("button", { name: t("common.signIn.submit") }).click();
  await page.getByLabel(t("common.signIn.login")).waitFor({ state: "detached" });
}
