import { connect, createServer, type Server, type Socket } from "node:net";
import { doneReader, type Statement, statementReader } from "./postgres-frames.ts";

/** Where a fault strikes: before the database hears of a commit, or when it has committed and its answer is on the way. */
export type Strike = "before_commit" | "after_commit" | "statement";
/** `isNamed`: by a name it was prepared under, as connections kept for batches do it. */
export type Struck = { readonly isNamed: boolean; cut(): void };
/** A commit that is on its way and will be struck when it has happened; none most of the time. */
type Line = {
  readonly client: Socket;
  readonly database: Socket;
  struckCommit: Statement | null;
};
/** What sets a fault off, after `passing` others like it; `named`: only what was prepared under a name. */
export type Trigger = { readonly at: Strike; readonly named: boolean; readonly passing: number };
type Armed = { readonly trigger: Trigger; passing: number; act(struck: Struck): void };

/**
 * Stands between a server and PostgreSQL and understands just enough of the wire (PostgreSQL's
 * documentation, "Frontend/Backend Protocol") to know a commit when it sees one.
 */
export class PostgresProxy {
  readonly #target: { port: number; host: string };
  readonly #lines = new Set<Line>();
  readonly #listener: Server;
  #strike: Armed | null = null;

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

  /** The fault is set off once. */
  arm(trigger: Trigger, act: (struck: Struck) => void): void {
    this.#strike = { trigger, passing: trigger.passing, act };
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
    const line: Line = { client, database: connect(this.#target), struckCommit: null };
    this.#lines.add(line);
    for (const socket of [line.client, line.database]) {
      socket.setNoDelay(true);
      socket.on("error", () => this.#cut(line));
      socket.on("close", () => this.#cut(line));
    }
    const [readStatements, readDone] = [statementReader(), doneReader()];
    client.on("data", (chunk) => this.#forward(line, chunk, readStatements(chunk)));
    line.database.on("data", (chunk) => this.#answer(line, chunk, readDone(chunk)));
  }

  /** A chunk that is struck is not forwarded: the database hears nothing of what stands in it. */
  #forward(line: Line, chunk: Buffer, statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (!this.#setsOff(statement)) continue;
      if (this.#strike?.trigger.at === "after_commit") line.struckCommit = statement;
      else {
        this.#fire(line, statement);
        return;
      }
    }
    if (!line.database.destroyed) line.database.write(chunk);
  }

  #setsOff({ text, isNamed }: Statement): boolean {
    const strike = this.#strike;
    if (!strike) return false;
    const { at, named } = strike.trigger;
    const isLike = at === "statement" || /^\s*commit\b/i.test(text);
    if (!isLike || (named && !isNamed)) return false;
    strike.passing -= 1;
    return strike.passing < 0;
  }

  #answer(line: Line, chunk: Buffer, done: readonly string[]): void {
    const statement = line.struckCommit;
    if (statement && done.includes("COMMIT")) {
      line.struckCommit = null;
      if (this.#strike?.trigger.at === "after_commit") {
        this.#fire(line, statement);
        return;
      }
    }
    if (!line.client.destroyed) line.client.write(chunk);
  }

  #fire(line: Line, { isNamed }: Statement): void {
    const strike = this.#strike;
    this.#strike = null;
    strike?.act({ isNamed, cut: () => this.#cut(line) });
  }

  #cut(line: Line): void {
    if (!this.#lines.delete(line)) return;
    line.client.destroy();
    line.database.destroy();
  }
}
