import sharp from "sharp";
import { type PortraitName, portraitOf } from "../../src/identity/face/portraits.fixture.ts";
import { openTurnableHead } from "../../src/identity/face/turned-head.fixture.ts";
import type { Portrait, Pose } from "./actor.ts";

const SIZE = { width: 640, height: 480 };
/** Larger than what is shown, so that a hand that shakes shows no edge. */
const ZOOM = 1.1;
const SHAKE_PIXELS = 6;
const TILT_DEGREES = 4;
const LIGHT_SHARE = 0.06;
const LIGHT_LEVELS = 4;

/** Somebody of the photographs, before a camera for one attempt: the camera stands otherwise each time. */
export type Sitter = () => Portrait;

/** A person who can move. Every pose is painted once; a second of work each. */
export async function sitterOf(name: PortraitName): Promise<Sitter> {
  const head = await openTurnableHead(await portraitOf(name));
  const painted = new Map<string, Promise<Buffer>>();
  return asSeen(({ yaw, pitch, eyes }) => {
    const key = `${yaw} ${pitch} ${eyes}`;
    const picture = painted.get(key) ?? head({ yaw, pitch, eyesClosed: 1 - eyes });
    painted.set(key, picture);
    return picture;
  });
}

/** A photograph of somebody who looked straight, held before the camera by hand: it shakes, but nothing in it moves. */
export async function photographOf(name: PortraitName): Promise<Sitter> {
  const head = await openTurnableHead(await portraitOf(name));
  const picture = head({ yaw: 0, pitch: 0 });
  return asSeen(() => picture);
}

/** Two people beside each other, who both stay as they are. */
export async function pairOf(left: PortraitName, right: PortraitName): Promise<Sitter> {
  const half = { width: SIZE.width / 2, height: SIZE.height };
  const halfOf = async (name: PortraitName) =>
    sharp(await portraitOf(name))
      .resize({ ...half, fit: "cover" })
      .toBuffer();
  const picture = sharp({ create: { ...SIZE, channels: 3, background: "#808080" } })
    .composite([
      { input: await halfOf(left), left: 0, top: 0 },
      { input: await halfOf(right), left: half.width, top: 0 },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
  return asSeen(() => picture);
}

/**
 * As a camera sees it: a little tilted for this attempt, and for every picture a little elsewhere and
 * otherwise lit.
 */
function asSeen(pictureOf: (pose: Pose) => Promise<Buffer>): Sitter {
  return () => {
    const tilt = around(TILT_DEGREES);
    const tilted = new Map<string, ReturnType<typeof tiltedBy>>();
    return async (pose) => {
      const key = JSON.stringify(pose);
      const known = tilted.get(key) ?? tiltedBy(tilt, await pictureOf(pose));
      tilted.set(key, known);
      const { data, info } = await known;
      const { width, height, channels } = info;
      return (
        sharp(data, { raw: { width, height, channels } })
          .extract({
            left: Math.round((width - SIZE.width) / 2 + around(SHAKE_PIXELS)),
            top: Math.round((height - SIZE.height) / 2 + around(SHAKE_PIXELS)),
            ...SIZE,
          })
          .linear(1 + around(LIGHT_SHARE), around(LIGHT_LEVELS))
          // The usual tables in every picture, as a film needs it.
          .jpeg({ quality: 92, optimiseCoding: false })
          .toBuffer()
      );
    };
  };
}

function tiltedBy(degrees: number, picture: Buffer) {
  return sharp(picture)
    .resize({
      width: Math.round(SIZE.width * ZOOM),
      height: Math.round(SIZE.height * ZOOM),
      fit: "fill",
    })
    .rotate(degrees, { background: "#404040" })
    .raw()
    .toBuffer({ resolveWithObject: true });
}

function around(most: number): number {
  return (Math.random() * 2 - 1) * most;
}
