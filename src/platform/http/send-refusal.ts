import type { FastifyReply, FastifyRequest } from "fastify";
import { REFUSALS } from "../../kernel/refusals.ts";
import type { Refusal } from "../../kernel/result.ts";
import { languageOf, toProblem } from "./problem.ts";

/** `status`: where the endpoint has another than the catalogue. */
export function sendRefusal(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  status = REFUSALS[refusal.code].status,
): FastifyReply {
  const language = languageOf(request.headers["accept-language"]);
  const instance = request.url.split("?")[0] ?? request.url;
  reply.code(status);
  reply.header("content-type", "application/problem+json; charset=utf-8");
  reply.header("content-language", language);
  reply.header("cache-control", "no-store");
  // A request that no route could take has met no hook that sets it.
  reply.header("x-content-type-options", "nosniff");
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header("retry-after", refusal.retryAfterSeconds);
    if (status === 429) {
      reply.header("ratelimit-remaining", 0);
      reply.header("ratelimit-reset", refusal.retryAfterSeconds);
    }
  }
  return reply.send(JSON.stringify(toProblem(refusal, { language, instance, status })));
}

/** An error that carries a refusal through a hook, where only throwing leaves. */
export function refused(refusal: Refusal): Error {
  return Object.assign(new Error(refusal.code), { refusal });
}
