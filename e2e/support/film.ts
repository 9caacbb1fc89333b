import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";

/** Of one picture in the file: more than a JPEG of 640 × 480 needs, and small enough to copy at once. */
const SLOT_BYTES = 128 * 1024;
const SLOTS = 2;

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
  return {
    path,
    show(jpeg) {
      const picture = filled(jpeg);
      for (let slot = 0; slot < SLOTS; slot += 1) {
        writeSync(file, picture, 0, SLOT_BYTES, slot * SLOT_BYTES);
      }
    },
    end: () => closeSync(file),
  };
}

/** A comment segment's length counts itself and is written in two bytes. */
const COMMENT_BYTES_MAXIMUM = 0xffff;
const COMMENT_BYTES_MINIMUM = 4;

/** The same picture, made as long as its slot with comments after its first marker. */
function filled(jpeg: Buffer): Buffer {
  const parts = [jpeg.subarray(0, 2)];
  let missing = SLOT_BYTES - jpeg.length;
  if (missing < COMMENT_BYTES_MINIMUM) throw new Error(`a picture of ${jpeg.length} bytes`);
  while (missing > 0) {
    const isLast = missing <= COMMENT_BYTES_MAXIMUM + 2;
    const bytes = isLast ? missing : COMMENT_BYTES_MAXIMUM + 2 - COMMENT_BYTES_MINIMUM;
    const comment = Buffer.alloc(bytes);
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(bytes - 2, 2);
    parts.push(comment);
    missing -= bytes;
  }
  return Buffer.concat([...parts, jpeg.subarray(2)]);
}
