import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * The lines of a text file, plain or gzip (told by its first bytes, not its name), without their
 * ends and without a byte order mark. Bytes that are not UTF-8 become U+FFFD, for the reader to
 * refuse. Throws when the file cannot be read, or ends inside the gzip stream.
 */
export async function* readTextLines(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for await (const chunk of await openPlain(path)) {
    rest += decoder.decode(chunk as Buffer, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield withoutReturn(line);
  }
  rest += decoder.decode();
  if (rest !== "") yield withoutReturn(rest);
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

function withoutReturn(line: string): string {
  return line.replace(/\r$/, "");
}
