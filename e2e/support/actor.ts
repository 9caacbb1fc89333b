import type { Page } from "playwright-core";
import type { Film } from "./film.ts";
import type { Texts } from "./texts.ts";

/** How a head is held: degrees to the person's own left and up, and the eyes from 0, shut, to 1. */
export type Pose = { readonly yaw: number; readonly pitch: number; readonly eyes: number };

/** A picture of one person in a pose. No two are alike, as no two pictures of a camera are. */
export type Portrait = (pose: Pose) => Promise<Buffer>;

type Movement = "turn_left" | "turn_right" | "nod" | "blink";

const MOVEMENTS: readonly Movement[] = ["turn_left", "turn_right", "nod", "blink"];
const FRONT: Pose = { yaw: 0, pitch: 0, eyes: 1 };
/** There in a third of a second, held for a second, and back. */
const REACH = [0.4, 0.75, 1, 1, 1, 1, 1, 1, 1, 0.75, 0.4];
/** Eyes stay shut for a second, so that some picture shows it plainly. */
const SHUT = [0.5, 1, 1, 1, 1, 1, 1, 1, 0.5];
const TURN_DEGREES = 38;
const NOD_DEGREES = 24;
/** The chin goes up a little when eyes are shut on purpose. */
const SHUT_PITCH_DEGREES = 5;
/** How long each picture of a movement is shown. */
const PICTURE_MILLISECONDS = 150;
/** Somebody who sits still is shown anew as often as the page takes a picture then. */
const PICTURES_A_STILL = 3;
/** More than one attempt needs, so that none is seen twice. */
const STILL_PICTURES = 50;

function posesOf(movement: Movement): Pose[] {
  switch (movement) {
    case "turn_left":
      return REACH.map((reach) => ({ ...FRONT, yaw: reach * TURN_DEGREES }));
    case "turn_right":
      return REACH.map((reach) => ({ ...FRONT, yaw: -reach * TURN_DEGREES }));
    case "nod":
      return REACH.map((reach) => ({ ...FRONT, pitch: -reach * NOD_DEGREES }));
    case "blink":
      return SHUT.map((shut) => ({ ...FRONT, eyes: 1 - shut, pitch: shut * SHUT_PITCH_DEGREES }));
  }
}

/** All the pictures of one attempt: made before it, because making them takes longer than showing them. */
async function rehearse(portrait: Portrait) {
  const still = await Promise.all(Array.from({ length: STILL_PICTURES }, () => portrait(FRONT)));
  const moving = new Map<Movement, readonly Buffer[]>();
  for (const movement of MOVEMENTS) {
    moving.set(movement, await Promise.all(posesOf(movement).map(portrait)));
  }
  return { still, moving };
}

/** Pictures of the camera until one that was put before it is surely on the page. */
const CAMERA_PICTURES = 4;

/**
 * Somebody in front of the camera who reads what the page asks for and does it, until `isOver`. Stands
 * in for a living person: the pictures are warped photographs. The page's clock waits for them: a
 * person sees a slow page and slows down, and here a slow machine slows everything alike.
 */
export async function act(
  page: Page,
  { film, portrait, t, isOver }: { film: Film; portrait: Portrait; t: Texts; isOver(): boolean },
): Promise<{ perform(): Promise<void> }> {
  const { still, moving } = await rehearse(portrait);
  const asked = new Map(
    MOVEMENTS.map((movement) => [t(`mall.identity.cue.${movement}`), movement]),
  );
  const cue = page.getByRole("status");
  let read = "";
  let due: readonly Buffer[] = [];
  const readCue = async () => {
    const texts = await cue.allInnerTexts();
    const text = texts.find((one) => asked.has(one)) ?? "";
    const movement = text === read ? undefined : asked.get(text);
    if (movement !== undefined) due = moving.get(movement) ?? [];
    read = text;
  };
  let stills = 0;
  const pose = (at: number): Buffer | undefined => {
    const [next, ...later] = due;
    due = later;
    if (next !== undefined || at % PICTURES_A_STILL !== 0) return next;
    stills += 1;
    return still[stills % still.length];
  };
  return {
    async perform() {
      for (let at = 0; !isOver(); at += 1) {
        await readCue();
        const picture = pose(at);
        if (picture !== undefined) {
          film.show(picture);
          await reachPage(page);
        }
        await page.clock.runFor(PICTURE_MILLISECONDS);
      }
    },
  };
}

/**
 * Until what is before the camera now is what the page shows: before that it may also be the picture
 * before, or half of each, which the camera read while one was written over the other.
 */
function reachPage(page: Page): Promise<void> {
  return page.evaluate(
    (pictures) =>
      new Promise<void>((resolve) => {
        const video = document.querySelector("video");
        let left = pictures;
        const count = () => {
          left -= 1;
          if (video === null || left < 0) resolve();
          else video.requestVideoFrameCallback(count);
        };
        count();
      }),
    CAMERA_PICTURES,
  );
}
