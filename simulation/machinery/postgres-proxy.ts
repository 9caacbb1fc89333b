import { connect, createServer, type Server, type Socket } from "node:net";

/** Where a fault strikes: before the database hears of a commit, or when it has committed and its answer is on the way. */
export type Strike = "before_commit" | "after_commit" | "statement";
type Line = { readonly client: Socket; readonly database: Socket; awaitsCommit: boolean };

/**
 * Stands between a server and PostgreSQL and understands just enough of the wire (PostgreSQL's
 * documentation, "Frontend/Backend Protocol") to know a commit when it sees one.
 */
export class PostgresProxy {
  readonly #target: { port: number; host: string };
  readonly #lines = new Set<Line>();
  readonly #listener: Server;
  #strike: { at: Strike; act(cut: () => void): void } | null = null;

  constructor(target: { port: number; host: string }) {
    this.#target = target;
    this.#listener = createServer((client) => this.#join(client));
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#listener.once("error", reject);
      this.#listener.listen(port, "127.0.0.1", resolve);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#listener.close(resolve));
    this.cutAll();
    await closed;
  }

  /** The next message of that sort sets the fault off, once. `act` gets the cut of its connection. */
  arm(at: Strike, act: (cut: () => void) => void): void {
    this.#strike = { at, act };
  }

  /** Answers whether one was still waiting. */
  disarm(): boolean {
    const waited = this.#strike !== null;
    this.#strike = null;
    return waited;
  }

  /** Every connection at once; answers how many there were. */
  cutAll(): number {
    const lines = [...this.#lines];
    for (const line of lines) this.#cut(line);
    return lines.length;
  }

  #join(client: Socket): void {
    const line: Line = { client, database: connect(this.#target), awaitsCommit: false };
    this.#lines.add(line);
    for (const socket of [line.client, line.database]) {
      socket.setNoDelay(true);
      socket.on("error", () => this.#cut(line));
      socket.on("close", () => this.#cut(line));
    }
    const readFrames = frameReader();
    client.on("data", (chunk) => this.#forward(line, chunk, readFrames(chunk)));
    line.database.on("data", (chunk) => this.#answer(line, chunk));
  }

  #forward(line: Line, chunk: Buffer, statements: readonly string[]): void {
    const isCommit = statements.some((text) => /^\s*commit\b/i.test(text));
    const { at } = this.#strike ?? {};
    if (isCommit && at === "after_commit") line.awaitsCommit = true;
    if ((isCommit && at === "before_commit") || (statements.length > 0 && at === "statement")) {
      this.#fire(line);
      return;
    }
    if (!line.database.destroyed) line.database.write(chunk);
  }

  #answer(line: Line, chunk: Buffer): void {
    if (line.awaitsCommit && chunk.includes("COMMIT\0")) {
      line.awaitsCommit = false;
      if (this.#strike?.at === "after_commit") {
        this.#fire(line);
        return;
      }
    }
    if (!line.client.destroyed) line.client.write(chunk);
  }

  #fire(line: Line): void {
    const strike = this.#strike;
    this.#strike = null;
    strike?.act(() => this.#cut(line));
  }

  #cut(line: Line): void {
    if (!this.#lines.delete(line)) return;
    line.client.destroy();
    line.database.destroy();
  }
}

/** Statements in what a client sends: texts of Query and Parse, `""` for a Bind of one prepared before. */
function frameReader(): (chunk: Buffer) => string[] {
  let pending = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const statements: string[] = [];
    for (;;) {
      const head = isStarted ? 1 : 0;
      if (pending.length < head + 4) return statements;
      const length = head + pending.readUInt32BE(head);
      if (pending.length < length) return statements;
      const type = isStarted ? String.fromCharCode(pending[0] ?? 0) : "";
      const body = pending.subarray(head + 4, length);
      if (type === "Q") statements.push(textAt(body, 0));
      if (type === "P") statements.push(textAt(body, body.indexOf(0) + 1));
      if (type === "B") statements.push("");
      isStarted = true;
      pending = pending.subarray(length);
    }
  };
}

function textAt(body: Buffer, start: number): string {
  return body.toString("utf8", start, body.indexOf(0, start));
}
