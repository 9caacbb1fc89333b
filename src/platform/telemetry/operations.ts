import type { FastifyInstance, FastifyRequest } from "fastify";
import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { READINESS_SECONDS } from "../db/bounds.ts";
import type { Database } from "../db/database.ts";
import { isMigrated } from "../db/migrate.ts";
import { bearerOf } from "../http/bearer.ts";
import { sendRefusal } from "../http/send-refusal.ts";
import { boundsMet, platformMetrics } from "./metrics.ts";

const LOOPBACK = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);

/** `/healthz`, `/readyz` and `/metrics`. Metrics are for this machine, or for who has the token. */
export function serveOperations(
  app: FastifyInstance,
  { database, metricsToken }: { database: Database; metricsToken: string | null },
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureRequests(app, registry);
  app.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));
  const isReady = readiness(database);
  app.get("/readyz", { schema: { hide: true } }, async (_, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not_ready" });
  });
  app.get("/metrics", { schema: { hide: true } }, async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken))
      return sendRefusal(request, reply, { code: "not_found" });
    const all = Registry.merge([registry, platformMetrics]);
    return reply.type(all.contentType).send(await all.metrics());
  });
}

/** One question to the database at a time, however many ask; without an answer in time it is not ready. */
function readiness(database: Database): () => Promise<boolean> {
  let asking: Promise<boolean> | null = null;
  return () => {
    asking ??= isMigrated(database)
      .catch(() => false)
      .finally(() => {
        asking = null;
      });
    return within(READINESS_SECONDS, asking);
  };
}

function within(seconds: number, answer: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      boundsMet.inc({ bound: "readiness" });
      resolve(false);
    }, seconds * 1000);
    void answer.then((isReady) => {
      clearTimeout(late);
      resolve(isReady);
    });
  });
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const durations = new Histogram({
    name: "tongdui_http_request_seconds",
    help: "Time to answer, by route and status.",
    labelNames: ["method", "route", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "other";
    durations.observe(
      { method: request.method, route, status: reply.statusCode },
      reply.elapsedTime * 0.001,
    );
  });
}

/** A proxy on this machine forwards strangers, so a forwarded request is not from this machine. */
function mayReadMetrics(request: FastifyRequest, token: string | null): boolean {
  if (token !== null && bearerOf(request.headers.authorization) === token) return true;
  const forwarded = request.headers["x-forwarded-for"] ?? request.headers.forwarded;
  return forwarded === undefined && LOOPBACK.has(request.socket.remoteAddress ?? "");
}
