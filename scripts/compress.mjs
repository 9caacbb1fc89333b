// Node built-ins only, as everything that scripts/prepare.mjs needs.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const COMPRESSIBLE = /\.(?:js|css|html|svg|json|webmanifest)$/;
/** Under a kilobyte the headers weigh more than what is saved. */
const BYTES_MINIMUM = 1024;

/**
 * Puts a Brotli (`.br`) and a gzip (`.gz`) form beside every text of a folder. Made once at build with
 * the highest quality, so that the server compresses nothing.
 */
export function compressFiles(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || !COMPRESSIBLE.test(file)) continue;
    const content = readFileSync(file);
    const forms = {
      br: brotliCompressSync(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
      gz: gzipSync(content, { level: constants.Z_BEST_COMPRESSION }),
    };
    for (const [ending, compressed] of Object.entries(forms)) {
      const isWorthIt = content.length >= BYTES_MINIMUM && compressed.length < content.length;
      if (isWorthIt) writeFileSync(`${file}.${ending}`, compressed);
      else rmSync(`${file}.${ending}`, { force: true });
    }
  }
}
