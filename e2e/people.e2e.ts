import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  DESKTOP,
  PHONE,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { type Texts, textsOf } from "./support/texts.ts";

// An owner invites somebody, who accepts, works there and leaves. What a browser remembers belongs
// to the account that it was remembered for.

const PASSWORD = "demo-tongdui-2026";
const NOODLES = "noodles@tongdui.demo";
const NOODLE_SHOP = "兰记牛肉面 Lan's Noodles";
const TILL = "till@tongdui.demo";
const LIN = "lin@tongdui.demo";
const ZHOU = "zhou@tongdui.demo";

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

describe.each(["zh-CN", "en"] as const)("people, in %s", (locale) => {
  const t = textsOf(locale);
  const visitors: Visitor[] = [];
  const broken: string[] = [];
  const invited = locale === "en" ? LIN : ZHOU;

  async function arrive(viewport: typeof PHONE | typeof DESKTOP): Promise<Page> {
    const visitor = await visit({ origin: server.origin, locale, viewport });
    visitors.push(visitor);
    visitor.page.on("pageerror", (error) => broken.push(error.message));
    return visitor.page;
  }
  async function look(page: Page, name: string): Promise<void> {
    await page.waitForLoadState("networkidle");
    await photograph(page, `${locale}/people-${name}`);
    expect(await accessibilityFaults(page), name).toEqual([]);
  }
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const [index, { page }] of visitors.entries()) {
      await photograph(page, `${locale}/failed-people-${index}`);
    }
  });
  afterAll(async () => {
    for (const visitor of visitors) await visitor.close();
    expect(broken).toEqual([]);
  });

  test("an owner invites by login, and sees only what was typed", async () => {
    const owner = await arrive(DESKTOP);
    await signIn(owner, { t, path: "/shop/staff", login: NOODLES });
    for (const login of [invited, "nobody-yet@example.com"]) {
      await owner.getByRole("button", { name: t("common.staff.add") }).click();
      const sheet = owner.getByRole("dialog");
      await sheet.getByLabel(t("common.staff.login")).fill(login);
      await sheet.getByRole("button", { name: t("common.staff.add") }).click();
      await sheet.waitFor({ state: "detached" });
    }
    const sent = owner.getByRole("table", { name: t("common.invitation.sent") });
    await sent.getByText("nobody-yet@example.com").waitFor();
    await look(owner, "1-invited");
    await owner
      .getByRole("button", {
        name: t("common.invitation.revokeOf", { login: "nobody-yet@example.com" }),
      })
      .click();
    await owner
      .getByRole("dialog")
      .getByRole("button", { name: t("common.invitation.revoke") })
      .click();
    await sent.getByText("nobody-yet@example.com").waitFor({ state: "detached" });
    await sent.getByText(invited).waitFor();
    // The list is read again meanwhile; what is left in the end counts.
    await sent.getByText("nobody-yet@example.com").waitFor({ state: "detached" });
    expect(await sent.getByText(invited).count()).toBe(1);
  });

  test("the person accepts under Me, works there, and leaves again", async () => {
    const page = await arrive(PHONE);
    await signIn(page, { t, path: "/me", login: invited, area: "mall" });
    await page.getByText(t("common.invitation.own")).waitFor();
    await look(page, "2-me");
    await page.getByRole("button", { name: startsWith(t("common.invitation.accept")) }).click();
    const leave = page.getByRole("button", {
      name: t("common.membership.leaveOf", { name: NOODLE_SHOP }),
    });
    await leave.waitFor();
    await look(page, "3-joined");
    await page.goto("/shop");
    await page.waitForURL(/\/shop\/\w+/);
    await page.goto("/me");
    await leave.click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("common.membership.leave") })
      .click();
    await leave.waitFor({ state: "detached" });
    const answer = await page.request.get("/api/v1/sessions/current");
    expect(await answer.json()).toMatchObject({ memberships: [] });
  });

  test("a cashier at the operator's door is shown the way to the own shop", async () => {
    const page = await arrive(DESKTOP);
    await signIn(page, { t, path: "/operator", login: TILL });
    await page.getByText(t("common.elsewhere.title")).waitFor();
    await look(page, "4-elsewhere");
    await page
      .getByRole("link", { name: startsWith(NOODLE_SHOP) })
      .or(page.locator("main a[href='/shop']"))
      .first()
      .click();
    await page.getByText(t("common.role.cashier")).first().waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/shop/);
  });

  test("a cart goes with its owner: not to the next person, and back when they return", async () => {
    const page = await arrive(PHONE);
    await page.goto("/");
    await page.locator("a[href^='/products/'], a[href*='prd_']").first().click();
    await page.getByRole("button", { name: t("mall.product.addToCart") }).click();
    await signIn(page, { t, path: "/me", login: LIN, area: "mall" });
    await page.getByRole("button", { name: t("mall.me.signOut") }).waitFor();
    await page.goto("/cart");
    await page
      .getByRole("button", { name: t("mall.cart.checkout") })
      .or(page.getByRole("link", { name: t("mall.cart.checkout") }))
      .first()
      .waitFor();
    await signOut(page, t);
    await page.goto("/cart");
    await page.getByText(t("mall.cart.empty")).waitFor();
    await signIn(page, { t, path: "/me", login: ZHOU, area: "mall" });
    await page.getByRole("button", { name: t("mall.me.signOut") }).waitFor();
    await page.goto("/cart");
    await page.getByText(t("mall.cart.empty")).waitFor();
    await signOut(page, t);
    await signIn(page, { t, path: "/me", login: LIN, area: "mall" });
    await page.getByRole("button", { name: t("mall.me.signOut") }).waitFor();
    await page.goto("/cart");
    await page.getByText(t("mall.cart.total")).first().waitFor();
    expect(await page.getByText(t("mall.cart.empty")).count()).toBe(0);
  });
});

const startsWith = (text: string) => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);

async function signOut(page: Page, t: Texts): Promise<void> {
  await page.goto("/me");
  await page.getByRole("button", { name: t("mall.me.signOut") }).click();
  await page.getByLabel(t("mall.signIn.password")).waitFor();
}

async function signIn(
  page: Page,
  {
    t,
    path,
    login,
    area = "common",
  }: { t: Texts; path: string; login: string; area?: "mall" | "common" },
): Promise<void> {
  await page.goto(path);
  await page.getByLabel(t(`${area}.signIn.login`)).fill(login);
  await page.getByLabel(t(`${area}.signIn.password`)).fill(PASSWORD);
  await page.getByRole("button", { name: t(`${area}.signIn.submit`), exact: true }).click();
}
