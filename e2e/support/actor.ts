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
const REACH = [0.4, 0.75, 1, 1, 1, 1, 1, 1, 1, 1, 0.75, 0.4];
/** Eyes stay shut for a second, so that some picture shows it plainly. */
const SHUT = [0.5, 1, 1, 1, 1, 1, 1, 1, 1, 0.5];
const TURN_DEGREES = 38;
const NOD_DEGREES = 24;
/** The chin goes up a little when eyes are shut on purpose. */
const SHUT_PITCH_DEGREES = 5;
/** More than the camera takes in one attempt, so that it never sees one twice. */
const STILL_PICTURES = 110;
const PICTURE_MILLISECONDS = 120;

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

/**
 * Somebody in front of the camera who reads what the page asks for and does it, until the attempt is
 * over. Stands in for a living person: the pictures are warped photographs.
 */
export async function act(
  page: Page,
  { film, portrait, t }: { film: Film; portrait: Portrait; t: Texts },
): Promise<{ stop(): Promise<void> }> {
  const { still, moving } = await rehearse(portrait);
  const asked = new Map(
    MOVEMENTS.map((movement) => [t(`mall.identity.cue.${movement}`), movement]),
  );
  const cue = page.getByRole("status");
  let isActing = true;
  let read = "";
  let due: readonly Buffer[] = [];
  let shown = 0;
  const reader = (async () => {
    while (isActing) {
      const texts = await cue.allInnerTexts().catch(() => []);
      const text = texts.find((one) => asked.has(one)) ?? "";
      const movement = text === read ? undefined : asked.get(text);
      if (movement !== undefined) due = moving.get(movement) ?? [];
      read = text;
      await pause();
    }
  })();
  const player = (async () => {
    while (isActing) {
      const [next, ...later] = due;
      film.show(next ?? (still[shown % still.length] as Buffer));
      due = later;
      shown += 1;
      await pause();
    }
  })();
  return {
    async stop() {
      isActing = false;
      await Promise.all([reader, player]);
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PICTURE_MILLISECONDS));
}
