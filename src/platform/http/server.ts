import rateLimit, { type RateLimitPluginOptions } from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from "fastify";
import type { Logger } from "pino";
import type { Clock } from "../../kernel/clock.ts";
import { invariant } from "../../kernel/invariant.ts";
import { err, ok, type Refusal, type Result } from "../../kernel/result.ts";
import type { Database } from "../db/database.ts";
import { isUnavailable } from "../db/failures.ts";
import { DEFAULT_LANES, type LaneLimits } from "../lanes/lanes.ts";
import { bearerOf } from "./bearer.ts";
import type { Caller } from "./caller.ts";
import { answerClientError } from "./client-errors.ts";
import { type Cookie, type Cookies, readCookies, setCookie } from "./cookies.ts";
import { allowKeysFromAnyOrigin } from "./cross-origin.ts";
import type { Endpoint } from "./endpoint.ts";
import { faultBeyond } from "./faults.ts";
import { BODY_LIMIT_BYTES, CONNECTION_LIMITS, type ConnectionLimits } from "./http-limits.ts";
import { readJson } from "./json.ts";
import { describeApi, ProblemSchema, toOpenApi } from "./openapi.ts";
import { isForeignOrigin } from "./origin.ts";
import { languageOf } from "./problem.ts";
import { type BodyText, readBody } from "./read-body.ts";
import { API_BASE, registerEndpoint } from "./register-endpoint.ts";
import { refused, sendRefusal } from "./send-refusal.ts";
import { unstorableTexts } from "./unstorable-text.ts";
import { createValidator } from "./validate.ts";

declare module "fastify" {
  interface FastifyRequest {
    caller: Caller;
    /** Of a request that an endpoint answers; none where a key decides alone. */
    cookies: Cookies;
  }
}

export type Authentication = { caller: Caller; cookies?: readonly Cookie[] };

/** How many proxies stand before the server, or which peers are proxies: addresses, networks, named ranges. */
export type TrustProxy = number | readonly string[];

export type ServerOptions = {
  endpoints: readonly Endpoint[];
  database: Database;
  clock: Clock;
  logger: Logger;
  /** The public address, such as `https://mall.example`. */
  origin: string;
  /** Who a request's cookie or bearer key stands for. */
  authenticate(request: {
    cookies: Cookies;
    authorization: string | undefined;
  }): Promise<Authentication>;
  /** Throw when an answer does not fit its schema; for tests. */
  checkAnswers?: boolean;
  lanes?: LaneLimits;
  /** Whose X-Forwarded-For, -Proto and -Host are believed; this machine's by default. */
  trustProxy?: TrustProxy;
  /** For tests: shorter times. */
  connections?: ConnectionLimits;
};

/** By the client's address, of IPv6 by its /64 network: a household or server has all of that. */
const RATE_LIMITS: RateLimitPluginOptions = {
  global: false,
  enableDraftSpec: true,
  ipv6Subnet: 64,
  errorResponseBuilder: (_, { ttl }) => {
    const seconds = Math.max(1, Math.ceil(ttl / 1000));
    return refused({ code: "rate_limited", values: { seconds }, retryAfterSeconds: seconds });
  },
};

/** The HTTP server over a list of endpoints: everything about the wire that is the same for all of them. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const limits = options.connections ?? CONNECTION_LIMITS;
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    http: {
      headersTimeout: limits.headersMilliseconds,
      connectionsCheckingInterval: limits.checkEveryMilliseconds,
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: (_, request, reply) => {
      sendRefusal(request, reply, { code: "malformed_request" });
    },
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { maxParamLength: 200 },
    return503OnClosing: false,
    trustProxy: trustProxyOf(options),
  }) as unknown as FastifyInstance;
  app.server.maxConnections = limits.connectionsMaximum;
  forbidSniffing(app);
  const validator = createValidator();
  app.setValidatorCompiler(({ schema, httpPart }) => validator.compile(schema as object, httpPart));
  app.setSerializerCompiler(() => (value) => JSON.stringify(value));
  acceptExactJson(app);
  app.decorateRequest("caller");
  app.decorateRequest("cookies");
  await app.register(rateLimit, RATE_LIMITS);
  app.addSchema(ProblemSchema);
  await app.register(swagger, toOpenApi(describeApi(options.origin)));
  await app.register(swaggerUi, { routePrefix: "/api/docs", staticCSP: true });
  answerProblems(app, options.logger);
  allowKeysFromAnyOrigin(app);
  refuseWhenClosing(app);
  refuseRoutesWithoutAccess(app);
  await app.register(async (api) => {
    for (const one of options.endpoints) {
      registerEndpoint(api, one, {
        ...options,
        lanes: options.lanes ?? DEFAULT_LANES,
        validator,
        identify: (request, reply) => identify(request, reply, options),
      });
    }
  });
  app.get("/api/openapi.json", { schema: { hide: true } }, (_, reply) =>
    reply.type("application/json").send(JSON.stringify(app.swagger())),
  );
  return app;
}

/** Fastify believes no count of hops, because a client that reaches the server directly then names its own address. */
function trustProxyOf({ trustProxy = ["loopback"] }: ServerOptions) {
  if (typeof trustProxy !== "number") return [...trustProxy];
  return trustProxy > 0 && ((_: string, hop: number) => hop < trustProxy);
}

/** Whatever is answered is what its type says: no browser may take a picture or a document for a script. */
function forbidSniffing(app: FastifyInstance): void {
  app.addHook("onRequest", (_, reply, done) => {
    reply.header("x-content-type-options", "nosniff");
    done();
  });
}

/**
 * Says who is asking. Every endpoint's route calls it, so that no spelling of an address leads past it;
 * the caller of any other route stays unknown.
 */
async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  { origin, authenticate }: ServerOptions,
): Promise<void> {
  const authorization = bearerOf(request.headers.authorization);
  // A key decides alone: a browser adds the cookie by itself, and it proves nothing then.
  request.cookies = readCookies(authorization === undefined ? request.headers.cookie : undefined);
  if (authorization === undefined && isForeignOrigin(request, origin)) {
    throw refused({ code: "foreign_origin" });
  }
  const known = await authenticate({ cookies: request.cookies, authorization });
  request.caller = known.caller;
  for (const cookie of known.cookies ?? []) setCookie(reply, cookie, origin);
}

/** Under the API's base there are endpoints only, and each declares who may call it. */
function refuseRoutesWithoutAccess(app: FastifyInstance): void {
  app.addHook("onRoute", ({ url, config }) => {
    const isEndpoint = (config as { access?: unknown } | undefined)?.access !== undefined;
    invariant(isEndpoint || !url.startsWith(API_BASE), `${url} does not say who may call it`);
  });
}

/**
 * From the moment the server is told to stop it takes nothing new, also on connections that are still
 * open; what it has taken it finishes. Another server, or this one in a moment, will answer.
 */
function refuseWhenClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  app.addHook("onRequest", (_, reply, done) => {
    if (!isClosing) return done();
    reply.header("connection", "close");
    done(refused({ code: "overloaded", retryAfterSeconds: 1 }));
  });
}

function acceptExactJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer" },
    (request: FastifyRequest, bytes: Buffer, done) => {
      const { headers } = request;
      const limitBytes = request.routeOptions.bodyLimit;
      const read = (body: BodyText) =>
        body.ok ? jsonOf(body.value, headers["accept-language"]) : body;
      const body = readBody(bytes, { headers, limitBytes });
      if (body instanceof Promise) return body.then((unpacked) => valueOrThrow(read(unpacked)));
      const json = read(body);
      if (json.ok) done(null, json.value);
      else done(refused(json.refusal));
      return undefined;
    },
  );
}

function valueOrThrow(result: Result<unknown>): unknown {
  if (!result.ok) throw refused(result.refusal);
  return result.value;
}

/** A body's JSON; undefined where there is none. */
function jsonOf(text: string | null, acceptLanguage: string | undefined): Result<unknown> {
  if (text === null) return ok(undefined);
  const reading = readJson(text);
  if (reading.kind === "malformed") return err("malformed_json");
  const language = languageOf(acceptLanguage);
  const faults =
    reading.kind === "beyond"
      ? [faultBeyond(reading.limit, language)]
      : reading.isSurelyStorable
        ? []
        : unstorableTexts(reading.value, language);
  if (faults.length > 0) return err("invalid_request", { faults });
  return ok(reading.kind === "value" ? reading.value : undefined);
}

/** Every error that leaves the server is a problem document; a bug is logged and says nothing of itself. */
function answerProblems(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError & { refusal?: Refusal }, request, reply) => {
    const refusal = error.refusal ?? refusalOfError(error);
    if (refusal.code === "internal" || refusal.code === "unavailable") {
      logger.error({ err: error, url: request.url }, `${refusal.code} error`);
    }
    sendRefusal(request, reply, refusal);
  });
}

/** A database that was killed is back in one to three seconds. */
const DATABASE_BACK_SECONDS = 3;

function refusalOfError(error: FastifyError): Refusal {
  if (isUnavailable(error)) {
    return { code: "unavailable", retryAfterSeconds: DATABASE_BACK_SECONDS };
  }
  if (error.statusCode === 413) return { code: "too_large" };
  if (error.statusCode === 415) return { code: "unsupported_media_type" };
  const isClientFault = (error.statusCode ?? 500) < 500;
  return isClientFault ? { code: "malformed_request" } : { code: "internal" };
}
