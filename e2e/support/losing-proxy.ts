import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { freePort } from "./server.ts";

export type LosingProxy = {
  readonly origin: string;
  /** Every request whose method and path match, in the order of arrival, with its body. */
  readonly seen: { readonly key: string | undefined; readonly body: string }[];
  /** Whether matching requests reach the server and their answers do not come back whole. */
  loseAnswers(lose: boolean): void;
  stop(): Promise<void>;
};

/**
 * Stands between the browser and the server and loses answers to requests that match, as a network
 * does: the server has acted, the browser hears nothing.
 */
export async function startLosingProxy(of: {
  target: string;
  matches: (method: string, path: string) => boolean;
}): Promise<LosingProxy> {
  const target = new URL(of.target);
  const seen: { key: string | undefined; body: string }[] = [];
  let isLosing = false;

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "GET", url = "/" } = incoming;
    const isWatched = of.matches(method, url);
    const isLost = isWatched && isLosing;
    const key = incoming.headers["idempotency-key"];
    if (isWatched) seen.push({ key: String(key), body: Buffer.concat(chunks).toString() });
    // The server knows pages by its own address.
    const headers = { ...incoming.headers, host: target.host };
    if (headers.origin !== undefined) headers.origin = target.origin;
    const passed = request(new URL(url, target), { method, headers }, (answer) => {
      if (isLost) {
        // The head arrives: a connection without any answer would be tried again by the browser.
        answer.resume();
        outgoing.writeHead(answer.statusCode ?? 502, { "content-length": "1000" });
        outgoing.write("{", () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    passed.end(Buffer.concat(chunks));
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    origin: `http://localhost:${port}`,
    seen,
    loseAnswers(lose) {
      isLosing = lose;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
