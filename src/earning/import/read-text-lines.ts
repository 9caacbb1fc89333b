import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

const GZIP_MAGIC = [0x1f, 0x8b];

/** One line; `raw` are its bytes where they are not UTF-8 and the text has U+FFFD in their place. */
export type TextLine = { readonly text: string; readonly raw: Buffer | null };

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The lines of a text file, plain or gzip (told by its first bytes, not its name), without their
 * ends and without a byte order mark. Bytes that are not UTF-8 become U+FFFD, for the reader to
 * refuse. Throws when the file cannot be read, or ends inside the gzip stream.
 */
export async function* readTextLines(path: string): AsyncGenerator<TextLine> {
  let rest: Buffer = Buffer.alloc(0);
  let isFirst = true;
  for await (const chunk of await openPlain(path)) {
    rest = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (;;) {
      const end = rest.indexOf(LINE_FEED, start);
      if (end === -1) break;
      yield toLine(rest.subarray(start, end), isFirst);
      isFirst = false;
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield toLine(rest, isFirst);
}

function toLine(line: Buffer, isFirst: boolean): TextLine {
  const start = isFirst && BYTE_ORDER_MARK.equals(line.subarray(0, 3)) ? 3 : 0;
  const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
  const bytes = line.subarray(start, end);
  const text = bytes.toString("utf8");
  return { text, raw: text.includes("\uFFFD") ? Buffer.from(bytes) : null };
}

async function openPlain(path: string): Promise<Readable> {
  // Looked at first: a stream that nobody reads yet would throw its failure at the process.
  const isCompressed = await isGzip(path);
  const source = createReadStream(path);
  if (!isCompressed) return source;
  const plain = new PassThrough();
  // Awaiting nothing: a failure of any part ends `plain` with that error, where the reader sees it.
  pipeline(source, createGunzip(), plain).catch(() => undefined);
  return plain;
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && GZIP_MAGIC.every((byte, index) => buffer[index] === byte);
  } finally {
    await file.close();
  }
}
