import { readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

/** Where `npm test` puts the photographs of @vladmandic/face-api, and the models. */
const DIST = join(import.meta.dirname, "..", "..", "..", "dist");
export const MODELS_FOLDER = join(DIST, "face-models");
const PHOTOGRAPHS_FOLDER = join(DIST, "face-photographs");

/** As a web camera would send it. */
const PORTRAIT = { width: 640, height: 480 };
const CROP = { width: 480, height: 360 };

/** Six different people, each facing the camera more or less: the photograph, and the face's middle. */
const PEOPLE = {
  ana: { photograph: "sample5.jpg", x: 489, y: 1019 },
  bea: { photograph: "sample6.jpg", x: 1243, y: 425 },
  cleo: { photograph: "sample3.jpg", x: 1590, y: 471 },
  dora: { photograph: "sample6.jpg", x: 343, y: 608 },
  eve: { photograph: "sample6.jpg", x: 1623, y: 357 },
  fay: { photograph: "sample3.jpg", x: 700, y: 439 },
} as const;

export type PortraitName = keyof typeof PEOPLE;

export const PORTRAIT_NAMES = Object.keys(PEOPLE) as readonly PortraitName[];

/** One person alone, cut out of a photograph of several, as a JPEG of 640 × 480. */
export function portraitOf(name: PortraitName): Promise<Buffer> {
  return cutOut(PEOPLE[name]);
}

/** One woman in two photographs, taken on different days: upright, and with her head on one side. */
export async function onePersonTwice(): Promise<readonly [Buffer, Buffer]> {
  return [
    await cutOut({ photograph: "sample3.jpg", x: 1179, y: 366 }),
    await cutOut({ photograph: "sample1.jpg", x: 1554, y: 320 }),
  ];
}

/** A photograph as it is: three to five people. */
export function groupPhotograph(file: string): Buffer {
  const path = join(PHOTOGRAPHS_FOLDER, file);
  try {
    return readFileSync(path);
  } catch {
    throw new Error(`${path} is missing. "npm test" fetches it.`);
  }
}

function cutOut({
  photograph,
  x,
  y,
}: {
  photograph: string;
  x: number;
  y: number;
}): Promise<Buffer> {
  const left = x - CROP.width / 2;
  const top = Math.max(0, y - CROP.height / 2);
  return sharp(groupPhotograph(photograph))
    .extract({ left, top, ...CROP })
    .resize(PORTRAIT)
    .jpeg({ quality: 92 })
    .toBuffer();
}
