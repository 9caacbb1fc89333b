import type { FastifyInstance } from "fastify";
import { anyone } from "./access.ts";
import { bearerOf } from "./bearer.ts";
import { API_BASE } from "./register-endpoint.ts";

/** What browsers let a page of another origin send besides the headers that any form may send. */
const ALLOWED_HEADERS = [
  "authorization",
  "content-type",
  "content-encoding",
  "idempotency-key",
  "if-none-match",
  "accept-language",
];
/** What such a page may read of an answer besides its body. */
const EXPOSED_HEADERS = [
  "idempotent-replayed",
  "retry-after",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
  "etag",
];
/** Browsers cap it at two hours or less. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets pages of any origin call the API with an API key: tills in browsers, Electron and Capacitor. An
 * API key is not sent by the browser itself, so no page can use a key that it does not have. Cookies are
 * never allowed (no Access-Control-Allow-Credentials), and answers to requests without a key are not for
 * other origins.
 */
export function allowKeysFromAnyOrigin(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    if (bearerOf(request.headers.authorization) !== undefined) {
      reply.header("access-control-allow-origin", "*");
      reply.header("access-control-expose-headers", EXPOSED_HEADERS.join(", "));
    }
    done();
  });
  app.options(`${API_BASE}/*`, { schema: { hide: true }, config: { access: anyone } }, (_, reply) =>
    reply
      .code(204)
      .header("access-control-allow-origin", "*")
      .header("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE")
      .header("access-control-allow-headers", ALLOWED_HEADERS.join(", "))
      .header("access-control-max-age", PREFLIGHT_SECONDS)
      .send(),
  );
}
