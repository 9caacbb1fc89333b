import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  accessibilityFaults,
  addVirtualAuthenticator,
  type Camera,
  DESKTOP,
  PHONE,
  photograph,
  type Visitor,
  visit,
} from "./support/browser.ts";
import {
  type Answered,
  agree,
  attempt,
  cameraOf,
  earn,
  filmOf,
  isEnrolled,
  isSignedIn,
  PASSWORD,
  register,
  startsWith,
  toEnrolment,
  toFaceSignIn,
  watchCamera,
} from "./support/face.ts";
import type { Film } from "./support/film.ts";
import { pairOf, photographOf, type Sitter, sitterOf } from "./support/portrait.ts";
import { type Started, startServer, temporaryDataDirectory } from "./support/server.ts";
import { textsOf } from "./support/texts.ts";

// One person sets up her face, converts and signs in with it, and takes it back. Strangers,
// photographs, empty rooms, old films and slow networks get nowhere. The server, its models and its
// random movements are the real ones; what stands before the camera is warped photographs.

const LOGIN = "wen-face@example.com";
/** Longer than a challenge lives. */
const TOO_LATE_MILLISECONDS = 31_000;

type Locale = "zh-CN" | "en";

let data: Awaited<ReturnType<typeof temporaryDataDirectory>>;
let films: string;
let server: Started;
let owner: Sitter;
let stranger: Sitter;
const visitors: Visitor[] = [];
const broken: string[] = [];

beforeAll(async () => {
  data = await temporaryDataDirectory();
  films = await mkdtemp(join(tmpdir(), "tongdui-films-"));
  server = await startServer({ dataDirectory: data.path });
  owner = await sitterOf("cleo");
  stranger = await sitterOf("fay");
});
afterAll(async () => {
  for (const visitor of visitors) await visitor.close();
  await server.stop();
  await data.remove();
  await rm(films, { recursive: true, force: true });
  expect(broken).toEqual([]);
});
/** What was on the screens when something failed. */
afterEach(async ({ task }) => {
  if (task.result?.state !== "fail") return;
  for (const [index, { page }] of visitors.entries()) {
    await photograph(page, `face/failed-${task.name.replace(/\W+/g, "-")}-${index}`);
  }
});

async function arrive(options: {
  locale: Locale;
  camera?: Camera;
  viewport?: typeof PHONE | typeof DESKTOP;
  theme?: "light" | "dark";
}): Promise<Page> {
  const visitor = await visit({ origin: server.origin, viewport: PHONE, ...options });
  visitors.push(visitor);
  visitor.page.on("pageerror", (error) => broken.push(error.message));
  return visitor.page;
}

async function leave(page: Page): Promise<void> {
  const index = visitors.findIndex((visitor) => visitor.page === page);
  await visitors.splice(index, 1)[0]?.close();
}

/** A picture for people, and axe's verdict. */
async function look(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  await photograph(page, `face/${name}`);
  expect(await accessibilityFaults(page), name).toEqual([]);
}

describe("the person herself", () => {
  const locale = "zh-CN";
  const t = textsOf(locale);
  let page: Page;
  let film: Film;
  let signInSent: Answered;

  beforeAll(async () => {
    film = await filmOf(owner, films);
    page = await arrive({ locale, camera: { film: film.path } });
    await watchCamera(page);
    await earn(await register(page, LOGIN), server.origin);
  });
  afterAll(() => film.end());

  test("reads what is stored before the camera is touched, and sets up her face", async () => {
    await page.goto("/me");
    await page.getByRole("link", { name: startsWith(t("mall.me.identity")) }).click();
    await page.getByText(t("mall.identity.face.notEnrolled")).waitFor();
    await look(page, "01-identity-before");
    await page.getByRole("link", { name: t("mall.identity.face.setUp") }).click();
    await page.getByText(t("mall.identity.consent.cameraLater")).waitFor();
    await look(page, "02-consent");
    expect(await cameraOf(page)).toBe("untouched");
    const consent = await agree(page, locale);
    await page.getByRole("button", { name: t("mall.identity.camera.start") }).waitFor();
    expect(await cameraOf(page)).toBe("on");
    await look(page, "03-camera");
    const { status, body } = await attempt(page, { film, sitter: owner, locale }, /me\/face$/);
    expect([status, body.code], JSON.stringify(body)).toEqual([200, undefined]);
    await page.getByText(t("mall.identity.enrol.done")).waitFor();
    await look(page, "04-enrolled");
    expect(await cameraOf(page)).toBe("off");
    const own = await page.request.get("/api/v1/me/face");
    expect(await own.json()).toMatchObject({ enrolled: true, consentVersion: consent.version });
  });

  test("opens the verified window with it, and a conversion goes through", async () => {
    await page.goto("/convert");
    await page.getByRole("button", { name: t("mall.convert.submit"), exact: true }).click();
    await page.getByRole("button", { name: t("mall.identity.camera.start") }).waitFor();
    await look(page, "05-check");
    const { status, body } = await attempt(
      page,
      { film, sitter: owner, locale },
      /me\/verifications\/face$/,
    );
    expect([status, body.code], JSON.stringify(body)).toEqual([201, undefined]);
    await page
      .getByRole("button", { name: t("mall.convert.confirm", { taken: 1500, given: 450 }) })
      .click();
    await page.getByText(t("mall.convert.doneTitle")).waitFor();
    const wallet = await (await page.request.get("/api/v1/me/wallet")).json();
    expect(wallet.mall.available).toBe(450);
    const session = await (await page.request.get("/api/v1/sessions/current")).json();
    expect(session.verifiedBy).toBe("face");
  });

  test("stops when the page is hidden, and turns the camera off on leaving", async () => {
    await toEnrolment(page, locale);
    await page.getByRole("button", { name: t("mall.identity.camera.start") }).click();
    await page.getByText(t("mall.identity.cue.look_straight")).waitFor();
    await page.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await page.getByText(t("mall.identity.camera.hidden")).waitFor();
    expect(await cameraOf(page)).toBe("on");
    await page.getByRole("button", { name: t("mall.identity.usePasskeyInstead") }).click();
    await page.getByText(t("mall.identity.page.hint")).waitFor();
    expect(await cameraOf(page)).toBe("off");
  });

  test("signs in with it", async () => {
    await page.request.delete("/api/v1/sessions/current");
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { sent, status, body } = await attempt(
      page,
      { film, sitter: owner, locale },
      /sessions\/face$/,
    );
    expect([status, body.code], JSON.stringify(body)).toEqual([201, undefined]);
    await page.getByText(t("mall.me.settings")).waitFor();
    expect(await isSignedIn(page)).toBe(true);
    signInSent = sent;
  });

  test("sees when and for what it was used", async () => {
    await page.goto("/me/identity");
    await page.getByText(t("mall.identity.uses.purpose.login")).first().waitFor();
    await page.getByText(t("mall.identity.uses.purpose.verify")).first().waitFor();
    const uses = await (await page.request.get("/api/v1/me/verifications")).json();
    expect(uses.items).toMatchObject(
      ["login", "verify", "enrol"].map((purpose) => ({ purpose, outcome: "accepted" })),
    );
    await look(page, "06-identity");
  });

  test("cannot be played again: neither its answer nor its pictures", async () => {
    await page.request.delete("/api/v1/sessions/current");
    const again = { ...signInSent, login: LOGIN };
    const answer = await page.request.post("/api/v1/sessions/face", { data: again });
    expect([answer.status(), (await answer.json()).code]).toEqual([409, "challenge_used"]);
    await page.route("**/sessions/face", (route) => {
      const { challengeId } = route.request().postDataJSON() as Answered;
      return route.continue({ postData: { ...again, challengeId } });
    });
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { status, body } = await attempt(
      page,
      { film, sitter: owner, locale },
      /sessions\/face$/,
    );
    expect([status, body.code], JSON.stringify(body)).toEqual([401, "liveness_failed"]);
    await page.getByText(t("mall.identity.fault.pictures_replayed")).waitFor();
    await look(page, "07-replayed");
    await page.unroute("**/sessions/face");
    expect(await isSignedIn(page)).toBe(false);
  });

  test("is too late after thirty seconds, and told so", async () => {
    await page.route("**/sessions/face", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, TOO_LATE_MILLISECONDS));
      await route.continue();
    });
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { status, body } = await attempt(
      page,
      { film, sitter: owner, locale },
      /sessions\/face$/,
    );
    expect([status, body.code], JSON.stringify(body)).toEqual([410, "challenge_expired"]);
    await page.getByText(t("mall.identity.refusal.challenge_expired")).waitFor();
    await page.unroute("**/sessions/face");
    expect(await isSignedIn(page)).toBe(false);
  });
});

describe("without a camera", () => {
  test.each([
    ["refused", "zh-CN", PHONE, "light"],
    ["missing", "en", DESKTOP, "dark"],
  ] as const)(
    "that is %s it says why, and the passkey opens the window",
    async (camera, locale, viewport, theme) => {
      const t = textsOf(locale);
      const page = await arrive({ locale, camera, viewport, theme });
      await addVirtualAuthenticator(page);
      await earn(await register(page, `${camera}@example.com`), server.origin);
      await page.goto("/convert");
      await page.getByRole("button", { name: t("mall.convert.submit"), exact: true }).click();
      await page.getByRole("button", { name: startsWith(t("mall.identity.setUpFace")) }).waitFor();
      await look(page, `21-${camera}-choice`);
      await page.getByRole("button", { name: startsWith(t("mall.identity.setUpFace")) }).click();
      const consent = await (await page.request.get("/api/v1/face/consent")).json();
      await page.getByRole("button", { name: consent.texts[locale].agree }).click();
      await page.getByText(t(`mall.identity.camera.${camera}`)).waitFor();
      await look(page, `22-${camera}`);
      await page.getByRole("button", { name: t("mall.identity.usePasskeyInstead") }).click();
      await page.getByRole("button", { name: t("mall.identity.create") }).click();
      await page.getByRole("button", { name: t("mall.identity.use"), exact: true }).click();
      await page
        .getByRole("button", { name: t("mall.convert.confirm", { taken: 1500, given: 450 }) })
        .waitFor();
      const session = await (await page.request.get("/api/v1/sessions/current")).json();
      expect(session.verifiedBy).toBe("passkey");
      await leave(page);
    },
  );
});

describe("who is not her", () => {
  const locale = "en";
  const t = textsOf(locale);

  test("somebody else who moves as asked is not signed in", async () => {
    const film = await filmOf(stranger, films);
    const page = await arrive({ locale, camera: { film: film.path }, viewport: DESKTOP });
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { status, body } = await attempt(
      page,
      { film, sitter: stranger, locale },
      /sessions\/face$/,
    );
    expect([status, body.code], JSON.stringify(body)).toEqual([401, "face_not_matched"]);
    await page.getByText(t("mall.identity.refusal.face_not_matched")).waitFor();
    await look(page, "11-stranger");
    expect(await isSignedIn(page)).toBe(false);
    film.end();
    await leave(page);
  });

  test("her photograph, held into the camera, is not signed in", async () => {
    const sitter = await photographOf("cleo");
    const film = await filmOf(sitter, films);
    const page = await arrive({ locale, camera: { film: film.path }, viewport: DESKTOP });
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { status, body } = await attempt(page, { film, sitter, locale }, /sessions\/face$/);
    expect([status, body.code], JSON.stringify(body)).toEqual([401, "liveness_failed"]);
    await page.getByText(t("mall.identity.fault.step_missing")).waitFor();
    await look(page, "12-photograph");
    expect(await isSignedIn(page)).toBe(false);
    film.end();
    await leave(page);
  });

  test("two people in one picture are told so, and nothing is set up", async () => {
    const sitter = await pairOf("cleo", "fay");
    const film = await filmOf(sitter, films);
    const page = await arrive({ locale, camera: { film: film.path }, theme: "dark" });
    await register(page, "two@example.com");
    await toEnrolment(page, locale);
    const { status, body } = await attempt(page, { film, sitter, locale }, /me\/face$/);
    expect([status, body.code], JSON.stringify(body)).toEqual([422, "many_faces"]);
    await page.getByText(t("mall.identity.fault.many_faces")).waitFor();
    await look(page, "13-two-people");
    expect(await isEnrolled(page)).toBe(false);
    film.end();
    await leave(page);
  });

  test("an empty room is told so, and nothing is set up", async () => {
    const page = await arrive({ locale, camera: "pattern", theme: "dark" });
    await register(page, "nobody@example.com");
    await toEnrolment(page, locale);
    const answered = page.waitForResponse((response) => response.request().method() === "PUT", {
      timeout: 90_000,
    });
    await page.getByRole("button", { name: t("mall.identity.camera.start") }).click();
    await page.getByText(t("mall.identity.cue.look_straight")).waitFor();
    await look(page, "14-looking");
    const response = await answered;
    expect([response.status(), (await response.json()).code]).toEqual([422, "no_face"]);
    await page.getByText(t("mall.identity.fault.no_face")).waitFor();
    await look(page, "15-nobody");
    expect(await isEnrolled(page)).toBe(false);
    await leave(page);
  });
});

describe.each(["zh-CN", "en"] as const)("the pages, in %s", (locale) => {
  const t = textsOf(locale);

  test.each([
    ["phone", "light", PHONE],
    ["phone", "dark", PHONE],
    ["desktop", "light", DESKTOP],
    ["desktop", "dark", DESKTOP],
  ] as const)("on a %s, %s, can be read by everybody", async (device, theme, viewport) => {
    const page = await arrive({ locale, camera: "pattern", viewport, theme });
    const name = `pages/${locale}-${device}-${theme}`;
    await page.goto("/me");
    await page.getByRole("button", { name: t("mall.signIn.face") }).click();
    await page.getByText(t("mall.identity.signIn.hint")).waitFor();
    await look(page, `${name}-sign-in`);
    await register(page, `${locale}-${device}-${theme}@example.com`);
    await page.goto("/me/identity");
    await page.getByText(t("mall.identity.uses.empty")).waitFor();
    await look(page, `${name}-identity`);
    await page.goto("/me/identity/face");
    await page.getByText(t("mall.identity.consent.cameraLater")).waitFor();
    await look(page, `${name}-consent`);
    await agree(page, locale);
    await page.getByRole("button", { name: t("mall.identity.camera.start") }).waitFor();
    await look(page, `${name}-camera`);
    expect(await isEnrolled(page)).toBe(false);
    await leave(page);
  });
});

// The last, because nothing is left after it.
describe("taking it back", () => {
  const locale = "en";
  const t = textsOf(locale);

  test("destroys what was stored, and signs nobody in any more", async () => {
    const film = await filmOf(owner, films);
    const page = await arrive({ locale, camera: { film: film.path }, viewport: DESKTOP });
    await page.request.post("/api/v1/sessions", { data: { login: LOGIN, password: PASSWORD } });
    await page.goto("/me/identity");
    await page.getByRole("button", { name: t("mall.identity.face.delete") }).click();
    await page.getByText(t("mall.identity.face.deleteBody")).waitFor();
    await look(page, "31-withdraw");
    await page.getByRole("button", { name: t("mall.identity.face.deleteConfirm") }).click();
    await page.getByText(t("mall.identity.face.notEnrolled")).waitFor();
    await look(page, "32-withdrawn");
    const own = await page.request.get("/api/v1/me/face");
    expect(await own.json()).toMatchObject({ enrolled: false, enrolledAt: null });
    await page.request.delete("/api/v1/sessions/current");
    await toFaceSignIn(page, { locale, login: LOGIN });
    const { status } = await attempt(page, { film, sitter: owner, locale }, /sessions\/face$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await isSignedIn(page)).toBe(false);
    film.end();
    await leave(page);
  });
});
