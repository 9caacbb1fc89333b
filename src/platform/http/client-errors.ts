import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { REFUSALS, type RefusalCode } from "../../kernel/refusals.ts";
import { toProblem } from "./problem.ts";

/** What Node calls the errors that have an answer of their own; all others are malformed requests. */
const CODES: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  HPE_CHUNK_EXTENSIONS_OVERFLOW: "too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
};

/**
 * Answers a request that could not be read, before there is a route or a language: a problem document
 * written to the socket, which is closed then.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable || socket.destroyed) {
    socket.destroy(error);
    return;
  }
  const code = CODES[error.code ?? ""] ?? "malformed_request";
  const { status } = REFUSALS[code];
  const body = JSON.stringify(toProblem({ code }, { language: "en", instance: "", status }));
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "content-type: application/problem+json; charset=utf-8",
      "content-language: en",
      "x-content-type-options: nosniff",
      "cache-control: no-store",
      `content-length: ${Buffer.byteLength(body)}`,
      "connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}
