import sharp from "sharp";
import { type PortraitName, portraitOf } from "../../face/portraits.fixture.ts";
import {
  type HeadPose,
  openTurnableHead,
  type TurnableHead,
} from "../../face/turned-head.fixture.ts";
import type { Step } from "./contract.ts";

// Stands in for a film of a person who moves as asked before a camera that is held by hand.

/** Looking into the camera. */
export const FRONT: HeadPose = { yaw: 0, pitch: 0 };

const FRONTAL: readonly HeadPose[] = [FRONT, FRONT, FRONT];
const turned = (yaw: number): HeadPose[] =>
  [0.4, 0.75, 1, 1, 0.75, 0.4].map((reach) => ({ ...FRONT, yaw: reach * yaw }));
const MOVEMENTS: Readonly<Record<Step, readonly HeadPose[]>> = {
  turn_left: turned(38),
  turn_right: turned(-38),
  nod: [-10, -24, -24, -10].map((pitch) => ({ ...FRONT, pitch })),
  // The chin goes up a little when eyes are shut on purpose.
  blink: [0.5, 1, 1, 0.5].map((shut) => ({ ...FRONT, pitch: 5 * shut, eyesClosed: shut })),
};

/** Every pose is painted once, which takes a tenth of a second. */
export async function openFilmedHead(name: PortraitName): Promise<TurnableHead> {
  const head = await openTurnableHead(await portraitOf(name));
  const painted = new Map<string, Promise<Buffer>>();
  return (pose) => {
    const key = JSON.stringify(pose);
    const picture = painted.get(key) ?? head(pose);
    painted.set(key, picture);
    return picture;
  };
}

/** 26 or 28 JPEG pictures of the movements. Of two films with different numbers none are the same. */
export async function filmTurnedHead(
  head: TurnableHead,
  steps: readonly Step[],
  film: number,
): Promise<Buffer[]> {
  const poses = [...FRONTAL, ...steps.flatMap((step) => [...MOVEMENTS[step], ...FRONTAL])];
  const pictures: Buffer[] = [];
  for (const [index, pose] of poses.entries()) {
    pictures.push(await asHeld(await head(pose), film * 100 + index));
  }
  return pictures;
}

/** The camera is held by hand: a picture is never quite where the one before it was, nor as light. */
export function asHeld(picture: Buffer, moment: number): Promise<Buffer> {
  const sway = (speed: number) => Math.round(8 + 8 * Math.sin(moment * speed));
  return (
    sharp(picture)
      .extract({ left: sway(0.9), top: sway(1.7), width: 624, height: 464 })
      .linear(1, 3 * Math.sin(moment * 2.3))
      // The noise of a sensor is never the same twice; here the moment is written into the file.
      .withExif({ IFD0: { ImageDescription: String(moment) } })
      .jpeg({ quality: 90 })
      .toBuffer()
  );
}

/** The same picture in other bytes, as a virtual camera may send it: a JPEG with a comment, in ASCII. */
export function withComment(jpeg: Buffer, comment: string): Buffer {
  const segment = Buffer.alloc(4 + comment.length);
  segment.writeUInt16BE(0xfffe);
  segment.writeUInt16BE(2 + comment.length, 2);
  segment.write(comment, 4, "ascii");
  const startOfImage = 2;
  return Buffer.concat([jpeg.subarray(0, startOfImage), segment, jpeg.subarray(startOfImage)]);
}
