import { gunzipSync } from "node:zlib";

const BLOCK_BYTES = 512;

/**
 * The files of a .tgz as npm makes them (POSIX ustar, short names), by path. Throws on what is none.
 *
 * @param {Buffer} archive
 * @returns {Map<string, Buffer>}
 */
export function readTar(archive) {
  const bytes = gunzipSync(archive);
  const files = new Map();
  for (let at = 0; at + BLOCK_BYTES <= bytes.length && bytes[at] !== 0; ) {
    const text = (offset, length) =>
      bytes.toString("utf8", at + offset, at + offset + length).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12), 8);
    const folder = text(345, 155);
    const path = folder === "" ? text(0, 100) : `${folder}/${text(0, 100)}`;
    const content = at + BLOCK_BYTES;
    files.set(path, bytes.subarray(content, content + size));
    at = content + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  return files;
}
