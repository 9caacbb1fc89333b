import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";

/** Of one picture in the file: more than a JPEG of 640 × 480 needs, and small enough to copy at once. */
const SLOT_BYTES = 128 * 1024;
const SLOTS = 2;
const FILL = 0xff;
const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);
const START_OF_SCAN = Buffer.from([0xff, 0xda]);

/**
 * The film in front of Chromium's fake camera (`--use-file-for-fake-video-capture`): JPEG pictures
 * one after another, played in a circle. Chromium maps the file into memory, so what is written over
 * it is what the camera sees next: like this a film can do what the page asks for.
 */
export type Film = {
  readonly path: string;
  show(jpeg: Buffer): void;
  end(): void;
};

export function openFilm(path: string, first: Buffer): Film {
  writeFileSync(path, Buffer.concat(Array.from({ length: SLOTS }, () => filled(first))));
  const file = openSync(path, "r+");
  const head = headOf(first);
  return {
    path,
    show(jpeg) {
      if (!headOf(jpeg).equals(head)) throw new Error("pictures of one film have one head");
      const picture = filled(jpeg);
      for (let slot = 0; slot < SLOTS; slot += 1) {
        writeSync(file, picture, 0, SLOT_BYTES, slot * SLOT_BYTES);
      }
    },
    end: () => closeSync(file),
  };
}

/** Size and tables: all before the picture's own data. */
function headOf(jpeg: Buffer): Buffer {
  return jpeg.subarray(0, jpeg.indexOf(START_OF_SCAN));
}

/**
 * The same picture, made as long as its slot by fill bytes before its last marker (ITU-T T.81, B.1.1.2).
 * So the camera finds head and end of a picture at the same places, also while one is written over
 * the other: what it sees then is half of each, and not a broken film.
 */
function filled(jpeg: Buffer): Buffer {
  if (jpeg.length > SLOT_BYTES) throw new Error(`a picture of ${jpeg.length} bytes`);
  const picture = Buffer.alloc(SLOT_BYTES, FILL);
  jpeg.copy(picture, 0, 0, jpeg.length - END_OF_IMAGE.length);
  END_OF_IMAGE.copy(picture, SLOT_BYTES - END_OF_IMAGE.length);
  return picture;
}
