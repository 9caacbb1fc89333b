import { join } from "node:path";
import { type Page, type Request, request } from "playwright-core";
import { expect } from "vitest";
import { act } from "./actor.ts";
import { type Film, openFilm } from "./film.ts";
import type { Sitter } from "./portrait.ts";
import { textsOf } from "./texts.ts";

export const PASSWORD = "a quiet street at noon";
const CASHIER = { login: "till@tongdui.demo", password: "demo-tongdui-2026" };
const NOODLES_BARCODE = "6900001000011";
/** A capture lasts 13 seconds; a machine that does other things as well takes longer. */
const ANSWERED_WITHIN_MILLISECONDS = 90_000;

type Locale = "zh-CN" | "en";
export type Answered = { challengeId: string; frames: string[] };

export async function register(page: Page, login: string): Promise<string> {
  const body = { email: login, password: PASSWORD, displayName: "文雨" };
  const answer = await page.request.post("/api/v1/customers", { data: body });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

export async function isSignedIn(page: Page): Promise<boolean> {
  return (await page.request.get("/api/v1/sessions/current")).status() === 200;
}

export async function isEnrolled(page: Page): Promise<boolean> {
  const own = await page.request.get("/api/v1/me/face");
  return ((await own.json()) as { enrolled: boolean }).enrolled;
}

let sales = 0;

/** Enough beef noodles at the demo street's till to have something to convert. */
export async function earn(customerId: string, origin: string): Promise<void> {
  const till = await request.newContext({ baseURL: origin });
  sales += 1;
  await till.post("/api/v1/sessions", { data: CASHIER });
  const session = await (await till.get("/api/v1/sessions/current")).json();
  const [{ organisationId: shopId }] = session.memberships as [{ organisationId: string }];
  const sale = await till.post(`/api/v1/shops/${shopId}/sales`, {
    headers: { "idempotency-key": `lunch-${sales}` },
    data: {
      receiptNumber: `lunch-${sales}`,
      customerId,
      lines: [{ barcode: NOODLES_BARCODE, quantity: 100 }],
    },
  });
  expect(sale.status(), await sale.text()).toBe(201);
  await till.dispose();
}

/** Signed in and agreed, at the camera for setting up a face. */
export async function toEnrolment(page: Page, locale: Locale) {
  const t = textsOf(locale);
  await page.goto("/me/identity/face");
  await agree(page, locale);
  await page.getByRole("button", { name: t("mall.identity.camera.start") }).waitFor();
}

export async function agree(page: Page, locale: Locale): Promise<{ version: number }> {
  const consent = await (await page.request.get("/api/v1/face/consent")).json();
  await page.getByRole("button", { name: consent.texts[locale].agree }).click();
  return consent;
}

/** Signed out, at the camera for signing in by face. */
export async function toFaceSignIn(
  page: Page,
  { locale, login }: { locale: Locale; login: string },
) {
  const t = textsOf(locale);
  await page.goto("/me");
  await page.getByRole("button", { name: t("mall.signIn.face") }).click();
  await page.getByLabel(t("mall.signIn.login")).fill(login);
  await page.getByRole("button", { name: t("mall.identity.signIn.submit") }).click();
  await page.getByRole("button", { name: t("mall.identity.camera.start") }).waitFor();
}

type WithCamera = { openedCameras?: MediaStream[] };

/** Notes on every page from now on which cameras it opens. */
export async function watchCamera(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const opened: MediaStream[] = [];
    (globalThis as WithCamera).openedCameras = opened;
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted);
      opened.push(stream);
      return stream;
    };
  });
}

/** What the page has done with the camera since it was loaded. */
export function cameraOf(page: Page): Promise<"untouched" | "on" | "off"> {
  return page.evaluate(() => {
    const opened = (globalThis as WithCamera).openedCameras ?? [];
    if (opened.length === 0) return "untouched";
    const tracks = opened.flatMap((stream) => stream.getTracks());
    return tracks.some(({ readyState }) => readyState === "live") ? "on" : "off";
  });
}

let films = 0;

/** A film of somebody who sits still, to be put before a camera. */
export async function filmOf(sitter: Sitter, folder: string): Promise<Film> {
  films += 1;
  const first = await sitter()({ yaw: 0, pitch: 0, eyes: 1 });
  return openFilm(join(folder, `${films}.mjpeg`), first);
}

/** Somebody takes a seat before the camera, and does what the page asks until the answer is there. */
export async function attempt(
  page: Page,
  { film, sitter, locale }: { film: Film; sitter: Sitter; locale: Locale },
  answer: RegExp,
): Promise<{ sent: Answered; status: number; body: { code?: string } }> {
  const t = textsOf(locale);
  const isAnswer = (request: Request) => answer.test(request.url()) && request.method() !== "GET";
  let isSent = false;
  const actor = await act(page, { film, portrait: sitter(), t, isOver: () => isSent });
  const within = { timeout: ANSWERED_WITHIN_MILLISECONDS };
  const sending = page.waitForRequest(isAnswer, within).finally(() => {
    isSent = true;
  });
  const answered = page.waitForResponse((response) => isAnswer(response.request()), within);
  await stopClock(page);
  const start = [t("mall.identity.camera.start"), t("common.action.retry")].join("|");
  await page.getByRole("button", { name: new RegExp(`^(${start})$`) }).click();
  await Promise.all([actor.perform(), sending]);
  await page.clock.resume();
  const response = await answered;
  const sent = response.request().postDataJSON() as Answered;
  return { sent, status: response.status(), body: await response.json().catch(() => ({})) };
}

/** From here on the page's time stands still, except where the test lets it go on. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install();
  await page.clock.pauseAt(new Date(Date.now() + 1_000));
}

/** A button's or link's name up to what stands below it in smaller letters. */
export function startsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
