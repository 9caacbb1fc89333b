/** A statement that a client wants carried out; `isNamed`: prepared under a name, to be used again. */
export type Statement = { readonly text: string; readonly isNamed: boolean };

type Frame = { readonly type: string; readonly body: Buffer };

/**
 * The statements in what a client sends, chunk by chunk (PostgreSQL's documentation, "Message
 * Formats"). A connection kept for batches sends a text once, with a name (Parse), and later only the
 * name (Bind), so names are remembered for as long as the connection knows them (until Close).
 */
export function statementReader(): (chunk: Buffer) => Statement[] {
  // The first message has no type: it asks for a protocol and names the user.
  const read = frameReader({ startsWithUntyped: true });
  const prepared = new Map<string, string>();
  return (chunk) => {
    const frames = read(chunk);
    const statements: Statement[] = [];
    for (const { type, body } of frames) {
      if (type === "Q") statements.push({ text: textAt(body, 0), isNamed: false });
      if (type === "P") {
        const name = textAt(body, 0);
        prepared.set(name, textAt(body, Buffer.byteLength(name) + 1));
      }
      if (type === "B") {
        // A portal's name, then the statement's.
        const name = textAt(body, body.indexOf(0) + 1);
        statements.push({ text: prepared.get(name) ?? "", isNamed: name !== "" });
      }
      if (type === "C" && body[0] === "S".charCodeAt(0)) prepared.delete(textAt(body, 1));
    }
    return statements;
  };
}

/** What a database says it has done (`COMMIT`, `INSERT 0 1`) in what it answers, chunk by chunk. */
export function doneReader(): (chunk: Buffer) => string[] {
  const read = frameReader({ startsWithUntyped: false });
  return (chunk) =>
    read(chunk).flatMap(({ type, body }) => (type === "C" ? [textAt(body, 0)] : []));
}

/** Cuts a stream into messages: a type of one byte, a length that counts itself, and so much body. */
function frameReader({ startsWithUntyped }: { startsWithUntyped: boolean }) {
  let pending: Buffer = Buffer.alloc(0);
  let isTyped = !startsWithUntyped;
  return (chunk: Buffer): Frame[] => {
    pending = Buffer.concat([pending, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const head = isTyped ? 1 : 0;
      if (pending.length < head + 4) return frames;
      const length = head + pending.readUInt32BE(head);
      if (pending.length < length) return frames;
      const type = isTyped ? String.fromCharCode(pending[0] ?? 0) : "";
      frames.push({ type, body: pending.subarray(head + 4, length) });
      isTyped = true;
      pending = pending.subarray(length);
    }
  };
}

function textAt(body: Buffer, start: number): string {
  return body.toString("utf8", start, body.indexOf(0, start));
}
