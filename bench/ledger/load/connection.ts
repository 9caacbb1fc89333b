import { connect } from "node:net";

/** `body` is null for a success, unless the connection was asked to read bodies. */
export type OnAnswer = (status: number, body: string | null) => void;

export type Connection = {
  /** One request at a time: the next one goes out after the answer. */
  send(request: Buffer, onAnswer: OnAnswer): void;
  close(): void;
};

const NOTHING = Buffer.alloc(0);
const HEAD_END = "\r\n\r\n";
/** `HTTP/1.1 201` */
const STATUS_START = 9;
const LENGTH = /\r\ncontent-length: (\d+)/i;

/**
 * One HTTP/1.1 connection that is kept open. It reads only what it must, status and length, because
 * every microsecond of the load is taken from the server on the same machine.
 */
export function openConnection(
  port: number,
  { readsBodies, onBroken }: { readsBodies: boolean; onBroken(error: Error): void },
): Promise<Connection> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let waiting: OnAnswer | null = null;
  let received: Buffer = NOTHING;
  /** How many bytes the answer has, once its head is there. */
  let expected = 0;
  socket.on("data", (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (received.length < expected) return;
    const headEnd = received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = received.toString("latin1", 0, headEnd);
    expected = headEnd + HEAD_END.length + lengthIn(head);
    if (received.length < expected) return;
    const status = Number(head.slice(STATUS_START, STATUS_START + 3));
    const wantsBody = readsBodies || status >= 300;
    const body = wantsBody ? received.toString("utf8", headEnd + HEAD_END.length) : null;
    const onAnswer = waiting;
    received = NOTHING;
    expected = 0;
    waiting = null;
    onAnswer?.(status, body);
  });
  socket.on("error", onBroken);
  socket.on("end", () => {
    if (waiting) onBroken(new Error("The server closed a connection that waited for an answer."));
  });
  return new Promise((resolve) => {
    socket.once("connect", () =>
      resolve({
        send(request, onAnswer) {
          waiting = onAnswer;
          socket.write(request);
        },
        close: () => socket.destroy(),
      }),
    );
  });
}

function lengthIn(head: string): number {
  const found = LENGTH.exec(head)?.[1];
  if (found === undefined) throw new Error(`An answer without a length: ${head}`);
  return Number(found);
}
