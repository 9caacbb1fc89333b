import type { Instant } from "../../kernel/clock.ts";
import type { Language } from "../../kernel/refusals.ts";
import type { ReadLocalTime } from "./local-time.ts";
import { parseLine, type ReceiptLine } from "./parse-line.ts";
import { readLayout } from "./read-layout.ts";
import { readRecords } from "./read-records.ts";
import { readTextLines } from "./read-text-lines.ts";
import { type Reject, reasonText } from "./reasons.ts";

export type FileContent = {
  readonly header: readonly string[];
  readonly lines: readonly ReceiptLine[];
  readonly rejects: readonly Reject[];
};

export type UnreadableFile = {
  readonly reason:
    | "cannot_read"
    | "empty_file"
    | "carriage_return_lines"
    | "wrong_separator"
    | "missing_columns"
    | "repeated_columns"
    | "no_lines";
  readonly detail: string;
};

/** How often a long phase tells how far it is. */
const LINES_PER_REPORT = 5_000;

/** Reads every line, before anything is written anywhere: a damaged file changes nothing. */
export async function readFile(
  path: string,
  of: {
    readTime: ReadLocalTime;
    now: Instant;
    language: Language;
    onProgress(linesRead: number): void;
  },
): Promise<FileContent | UnreadableFile> {
  try {
    return await readAll(path, of);
  } catch (error) {
    return { reason: "cannot_read", detail: (error as Error).message };
  }
}

async function readAll(
  path: string,
  of: Parameters<typeof readFile>[1],
): Promise<FileContent | UnreadableFile> {
  const records = readRecords(readTextLines(path));
  const first = await records.next();
  if (first.done) return { reason: "empty_file", detail: "There is nothing in the file." };
  const header = first.value.fields;
  const layout = readLayout(header);
  if ("reason" in layout) return layout;
  const lines: ReceiptLine[] = [];
  const rejects: Reject[] = [];
  for await (const record of records) {
    const parsed = parseLine(record, { layout, readTime: of.readTime, now: of.now });
    if (parsed.ok) lines.push(parsed.value);
    else rejects.push(toReject(record, parsed.reason, of.language));
    const read = lines.length + rejects.length;
    if (read % LINES_PER_REPORT === 0) of.onProgress(read);
  }
  if (lines.length + rejects.length === 0) {
    return { reason: "no_lines", detail: "The file has a header and no line below it." };
  }
  return { header, lines, rejects };
}

export function toReject(
  record: { line: number; fields: readonly string[]; raw?: Buffer },
  reason: Parameters<typeof reasonText>[0],
  language: Language,
): Reject {
  const { line, fields, raw } = record;
  return { line, reason, text: reasonText(reason, language), fields, ...(raw ? { raw } : {}) };
}
