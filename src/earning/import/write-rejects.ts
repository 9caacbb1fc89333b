import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Reject } from "./reasons.ts";

/**
 * Writes the lines that were not used, in the order of the file: number, reason, its text, and the
 * fields as they stood. The file appears when it is complete.
 */
export async function writeRejects(
  path: string,
  { header, rejects }: { header: readonly string[]; rejects: readonly Reject[] },
): Promise<void> {
  const ordered = [...rejects].sort((left, right) => left.line - right.line);
  const unfinished = `${path}.part`;
  await pipeline(Readable.from(rows(header, ordered)), createWriteStream(unfinished));
  await rename(unfinished, path);
}

function* rows(header: readonly string[], rejects: readonly Reject[]): Generator<Buffer> {
  yield Buffer.from(toCsv(["line", "reason", "detail", ...header]));
  for (const { line, reason, text, fields, raw } of rejects) {
    if (raw) {
      // Once decoded, what is not UTF-8 could never be read again; as bytes it can be repaired.
      const said = toFields([String(line), reason, text]);
      yield Buffer.concat([Buffer.from(`${said},`), raw, Buffer.from("\n")]);
    } else yield Buffer.from(toCsv([String(line), reason, text, ...fields]));
  }
}

function toCsv(fields: readonly string[]): string {
  return `${toFields(fields)}\n`;
}

function toFields(fields: readonly string[]): string {
  const quoted = fields.map((field) =>
    /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  return quoted.join(",");
}
