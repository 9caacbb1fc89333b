import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  addVirtualAuthenticator,
  DESKTOP,
  PHONE,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { type Texts, textsOf } from "./support/texts.ts";

// A person follows the README: earns at the till, converts with a passkey, redeems, and the
// operator sees that the books balance. Once in Chinese, once in English.

const PASSWORD = "demo-tongdui-2026";
/** Of pages, code and looks, as they arrive, until the shelf is there: a second on a slow phone's network. */
const FIRST_VIEW_BYTES_MAXIMUM = 150_000;
const BEEF_NOODLES = "6900001000011";

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

describe.each(["zh-CN", "en"] as const)("a day on the street, in %s", (locale) => {
  const t = textsOf(locale);
  const visitors: Visitor[] = [];
  const broken: string[] = [];

  async function arrive(viewport: typeof PHONE | typeof DESKTOP): Promise<Page> {
    const visitor = await visit({ origin: server.origin, locale, viewport });
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
  /** What was on the screens when something failed. */
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const [index, { page }] of visitors.entries()) {
      await photograph(page, `${locale}/failed-${task.name.replace(/\W+/g, "-")}-${index}`);
    }
  });
  let customer: Page;
  let till: Page;
  beforeAll(async () => {
    customer = await arrive(PHONE);
    till = await arrive(DESKTOP);
  });
  afterAll(async () => {
    for (const visitor of visitors) await visitor.close();
    expect(broken).toEqual([]);
  });

  test("somebody opens the mall, for which little has to arrive", async () => {
    const sizes: Promise<number>[] = [];
    customer.on("response", (response) => {
      const kind = response.request().resourceType();
      // What the service worker keeps for later is fetched after the page is shown.
      if (response.fromServiceWorker() || !["document", "script", "stylesheet"].includes(kind))
        return;
      sizes.push(
        response
          .finished()
          .then(() => response.request().sizes())
          .then((size) => size.responseBodySize),
      );
    });
    await customer.goto("/");
    await look(customer, "01-mall");
    const arrived = await Promise.all(sizes);
    expect(arrived.length).toBeGreaterThan(3);
    expect(arrived.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(
      FIRST_VIEW_BYTES_MAXIMUM,
    );
  });

  test("signs up", async () => {
    await customer.goto("/me");
    await customer.getByRole("button", { name: t("mall.signIn.toSignUp") }).click();
    await customer.getByLabel(t("mall.signUp.name")).fill(locale === "en" ? "Wen Yu" : "文雨");
    await customer.getByLabel(t("mall.signIn.login")).fill(`wen-${locale}@example.com`);
    await customer.getByLabel(t("mall.signUp.password")).fill("a quiet street at noon");
    await look(customer, "02-sign-up");
    await customer.getByRole("button", { name: t("mall.signUp.submit"), exact: true }).click();
    await customer.getByText(t("mall.address.emptyHint")).waitFor();
    const answer = await customer.request.get("/api/v1/sessions/current");
    expect(await answer.json()).toMatchObject({ account: { kind: "customer" }, memberships: [] });
  });

  test("shows the code at the till and earns by the shop's rules", async () => {
    await customer.goto("/code");
    const digits = customer.locator("p", { hasText: t("mall.code.digits") });
    await digits.waitFor();
    await look(customer, "03-code");
    await signIn(till, { t, path: "/shop", login: "till@tongdui.demo" });
    const entry = till.getByLabel(t("shop.till.entry"));
    await entry.fill("100*");
    await entry.press("Enter");
    await entry.fill(BEEF_NOODLES);
    await entry.press("Enter");
    await entry.fill((await digits.innerText()).replace(/\D/g, ""));
    await entry.press("Enter");
    await till.getByText(/1,500/).first().waitFor();
    await look(till, "04-till");
    await entry.press("Enter");
    await till.getByRole("button", { name: t("shop.till.pay.submit") }).press("Enter");
    await till.getByText(t("shop.till.done.title")).waitFor();
    await look(till, "05-till-recorded");
    expect(await till.getByRole("dialog").innerText()).toContain("1,500");
  });

  test("converts the points, after proving who they are with a passkey", async () => {
    await addVirtualAuthenticator(customer);
    await customer.goto("/wallet");
    await customer.getByText(/1,500/).first().waitFor();
    await look(customer, "06-wallet");
    await customer.goto("/convert");
    const submit = customer.getByRole("button", { name: t("mall.convert.submit"), exact: true });
    await customer.getByText(/450/).first().waitFor();
    await look(customer, "07-quote");
    await submit.click();
    const choice = customer.getByRole("button", {
      name: startsWith(t("mall.identity.setUpPasskey")),
    });
    await choice.waitFor();
    await look(customer, "08-identity");
    await choice.click();
    await customer.getByRole("button", { name: t("mall.identity.create") }).click();
    await customer.getByRole("button", { name: t("mall.identity.use") }).click();
    const confirm = t("mall.convert.confirm", { taken: 1500, given: 450 });
    await customer.getByRole("button", { name: confirm }).click();
    await customer.getByText(t("mall.convert.doneTitle")).waitFor();
    await look(customer, "09-converted");
    expect(await mallPointsOf(customer)).toBe(450);
  });

  test("redeems goods found by searching", async () => {
    await customer.goto("/");
    await customer
      .getByPlaceholder(t("mall.home.search"))
      .fill(locale === "en" ? "jasmine" : "茉莉");
    await customer.getByPlaceholder(t("mall.home.search")).press("Enter");
    await customer.getByText(t("mall.home.results")).waitFor();
    await customer
      .getByRole("link", { name: /Jasmine tea/ })
      .first()
      .click();
    await customer.getByRole("button", { name: t("mall.product.redeem") }).waitFor();
    await look(customer, "10-product");
    await customer.getByRole("button", { name: t("mall.product.redeem") }).click();
    await customer.getByRole("button", { name: t("mall.address.add") }).click();
    await customer.getByLabel(t("mall.address.recipient")).fill("文雨");
    await customer.getByLabel(t("mall.address.phone")).fill("13800000002");
    await customer.getByLabel(t("mall.address.region")).fill("浙江省杭州市");
    await customer.getByLabel(t("mall.address.street")).fill("东街 8 号");
    await customer.getByRole("button", { name: t("mall.address.save") }).click();
    await customer.getByText("东街 8 号").first().waitFor();
    await customer.getByRole("dialog").waitFor({ state: "detached" });
    await look(customer, "11-checkout");
    await customer.getByRole("button", { name: t("mall.checkout.submit"), exact: true }).click();
    const pay = t("mall.checkout.confirm", { points: 320 });
    await customer.getByRole("button", { name: pay }).click();
    await customer.getByText(t("mall.order.status.placed")).first().waitFor();
    await look(customer, "12-ordered");
    expect(await mallPointsOf(customer)).toBe(130);
    await customer.goto("/wallet");
    await customer.getByText(t("mall.wallet.held", { points: 320 })).waitFor();
    await look(customer, "12-held");
  });

  test("the seller accepts, ships and delivers, and the customer confirms", async () => {
    const desk = await arrive(DESKTOP);
    await signIn(desk, { t, path: "/seller", login: "tea@tongdui.demo" });
    await desk
      .getByRole("button", { name: t("seller.orders.accept") })
      .first()
      .waitFor();
    await look(desk, "13-seller-orders");
    await desk
      .getByRole("button", { name: t("seller.orders.accept") })
      .first()
      .click();
    await desk.getByText(t("seller.orders.tab.accepted")).first().click();
    await desk
      .getByRole("button", { name: startsWith(t("seller.orders.ship")) })
      .first()
      .click();
    const sheet = desk.getByRole("dialog");
    await sheet.getByLabel(t("seller.orders.carrier")).fill("SF");
    await sheet.getByLabel(t("seller.orders.tracking")).fill("SF20260001");
    await sheet.getByRole("button", { name: startsWith(t("seller.orders.ship")) }).click();
    await desk.getByText(t("seller.orders.tab.shipped")).first().click();
    await desk
      .getByRole("button", { name: startsWith(t("seller.orders.deliver")) })
      .first()
      .click();
    await sheet.getByRole("button", { name: startsWith(t("seller.orders.deliver")) }).click();
    await sheet.waitFor({ state: "detached" });
    await customer.goto("/orders");
    await customer.getByText(t("mall.order.status.delivered")).first().waitFor();
    await customer
      .getByRole("link", { name: /Jasmine tea/ })
      .first()
      .click();
    await customer.getByText("SF20260001").waitFor();
    await look(customer, "14-delivered");
    await customer.getByRole("button", { name: t("mall.order.confirm") }).click();
    await customer
      .getByRole("dialog")
      .getByRole("button", { name: t("mall.order.confirm") })
      .click();
    await customer.getByText(t("mall.order.status.completed")).first().waitFor();
    await look(customer, "15-completed");
    expect(await mallPointsOf(customer)).toBe(130);
  });

  test("the shop's owner says where its days begin, and that receipts begin anew with them", async () => {
    const office = await arrive(DESKTOP);
    await signIn(office, { t, path: "/shop/rules", login: "noodles@tongdui.demo" });
    // What only screen readers hear tells it from the other buttons of that name.
    await office.getByRole("button", { name: t("shop.days.title") }).click();
    const sheet = office.getByRole("dialog");
    await sheet.getByLabel(t("shop.days.zone"), { exact: true }).selectOption("own");
    await sheet.getByLabel(t("shop.days.zoneName")).fill("Mars/Phobos");
    await sheet.getByLabel(t("shop.days.receipts")).selectOption("daily");
    await sheet.getByRole("button", { name: t("common.action.save") }).click();
    await sheet.getByText(t("common.timeZone.unknown")).waitFor();
    await look(office, "16-days");
    await sheet.getByLabel(t("shop.days.zoneName")).fill("asia/kathmandu");
    await sheet.getByRole("button", { name: t("common.action.save") }).click();
    await sheet.waitFor({ state: "detached" });
    await office.getByText("Asia/Kathmandu").waitFor();
    expect(await office.getByText(t("shop.days.daily")).isVisible()).toBe(true);
  });

  test("the operator sees that the books balance", async () => {
    const office = await arrive(DESKTOP);
    await signIn(office, { t, path: "/operator", login: "operator@tongdui.demo" });
    await office.getByText(t("operator.audit.balanced")).first().waitFor();
    await look(office, "17-audit");
    const answer = await office.request.get("/api/v1/operator/audit");
    const { balanced, units } = (await answer.json()) as {
      balanced: boolean;
      units: { difference: number }[];
    };
    expect(balanced).toBe(true);
    expect(new Set(units.map(({ difference }) => difference))).toEqual(new Set([0]));
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

async function mallPointsOf(page: Page): Promise<number> {
  const answer = await page.request.get("/api/v1/me/wallet");
  return ((await answer.json()) as { mall: { available: number } }).mall.available;
}

/** A button's name up to what only screen readers hear. */
function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
