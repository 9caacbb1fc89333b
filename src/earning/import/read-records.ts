import { parse } from "csv-parse/sync";

/** One record of the file; `line` is the number of its first line, counting from 1. */
export type SourceRecord = {
  readonly line: number;
  /** As they stand in the file; of a record whose quotes do not close, its one line as a whole. */
  readonly fields: readonly string[];
  readonly isBroken: boolean;
};

/** A quoted field may run over lines; beyond so many the quote was never meant to be open. */
const LINES_PER_RECORD_MAXIMUM = 5;

/**
 * CSV records out of lines (RFC 4180). A quote that is never closed costs its own line only, not all
 * that follow: a record that runs over lines counts only when it ends up with `columns` fields, a
 * number that the first record gives.
 */
export async function* readRecords(lines: AsyncIterable<string>): AsyncGenerator<SourceRecord> {
  const ahead = new LookAhead(lines);
  let columns: number | null = null;
  for (let line = 1; ; line += 1) {
    const text = await ahead.take();
    if (text === null) return;
    const whole = await completeRecord(text, { ahead, columns });
    const fields = whole?.fields ?? [text];
    yield { line, fields, isBroken: whole === null };
    columns ??= fields.length;
    line += whole?.moreLines ?? 0;
  }
}

async function completeRecord(
  text: string,
  { ahead, columns }: { ahead: LookAhead; columns: number | null },
): Promise<{ fields: string[]; moreLines: number } | null> {
  // Most lines have no quote, and splitting is some fifty times as fast as the parser.
  if (!text.includes('"')) return { fields: text.split(","), moreLines: 0 };
  const alone = parseRecord(text);
  if (alone) return { fields: alone, moreLines: 0 };
  let joined = text;
  for (let more = 1; more < LINES_PER_RECORD_MAXIMUM; more += 1) {
    const next = await ahead.peek(more - 1);
    if (next === null) return null;
    joined += `\n${next}`;
    const fields = parseRecord(joined);
    if (fields && fields.length === columns) {
      for (let taken = 0; taken < more; taken += 1) await ahead.take();
      return { fields, moreLines: more };
    }
  }
  return null;
}

function parseRecord(text: string): string[] | null {
  try {
    const records = parse(text, { relax_column_count: true });
    return records.length === 1 ? (records[0] ?? null) : null;
  } catch {
    return null;
  }
}

class LookAhead {
  readonly #source: AsyncIterator<string>;
  readonly #waiting: string[] = [];

  constructor(lines: AsyncIterable<string>) {
    this.#source = lines[Symbol.asyncIterator]();
  }

  async take(): Promise<string | null> {
    await this.peek(0);
    return this.#waiting.shift() ?? null;
  }

  /** The line `distance` after the next one, left where it is. */
  async peek(distance: number): Promise<string | null> {
    while (this.#waiting.length <= distance) {
      const next = await this.#source.next();
      if (next.done) return null;
      this.#waiting.push(next.value);
    }
    return this.#waiting[distance] ?? null;
  }
}
